'use client'

import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { CONTROL } from './control-styles.ts'

/** A text input of several lines, for purposes and reasons; inside `Field` it takes label, hint and error by itself. Props: those of `<textarea>`. */
export function Textarea({
  className,
  rows = 3,
  defaultValue,
  value,
  name,
  required,
  ...rest
}: Omit<ComponentProps<'textarea'>, 'defaultValue' | 'value'> & { defaultValue?: string | undefined; value?: string | undefined }) {
  return (
    <Field.Control
      name={name}
      required={required}
      defaultValue={defaultValue}
      {...(value === undefined ? {} : { value })}
      render={<textarea {...rest} rows={rows} className={cn(CONTROL, 'field-sizing-content min-h-16 py-1.5', className)} />}
    />
  )
}
