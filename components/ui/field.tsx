'use client'

import { Field as BaseField } from '@base-ui/react/field'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

type FieldProps = {
  /** The key of the input in the form, and of its message in `TenureError.fields`. */
  name: string
  label: string
  hint?: ReactNode
  /** What is wrong with it and what to do; undefined when nothing is. */
  error?: string | undefined
  required?: boolean | undefined
  className?: string
  children: ReactNode
}

/**
 * A labelled control. The control inside (Input, Textarea, Select) is tied to label, hint and error; a wrong one is
 * marked invalid and its message names the field. Props: `name`, `label`, `hint`, `error`, `required`, `children`.
 */
export function Field({ name, label, hint, error, required, className, children }: FieldProps) {
  return (
    <BaseField.Root name={name} invalid={Boolean(error)} className={cn('grid content-start gap-1', className)} id={`field-${name}`}>
      <BaseField.Label className="flex items-baseline gap-1.5 text-sm font-medium text-ink">
        {label}
        {required ? null : <span className="text-xs font-normal text-faint">optional</span>}
      </BaseField.Label>
      {children}
      <BaseField.Error match={Boolean(error)} className="flex items-start gap-1.5 text-xs text-bad-ink">
        <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
        <span>
          <span className="sr-only">{label}: </span>
          {error}
        </span>
      </BaseField.Error>
      {hint && <BaseField.Description className="text-xs text-muted">{hint}</BaseField.Description>}
    </BaseField.Root>
  )
}
