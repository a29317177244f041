'use client'

import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { CONTROL } from './control-styles.ts'

/** A one-line text input; inside `Field` it takes label, hint and error by itself. Props: those of `<input>`. */
export function Input({
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'defaultValue' | 'value'> & { defaultValue?: string | number | undefined; value?: string | number }) {
  return <Field.Control {...rest} className={cn(CONTROL, 'h-8', className)} />
}
