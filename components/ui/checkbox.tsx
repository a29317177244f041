'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  /** The words beside the box; without them pass `aria-label`. */
  label?: ReactNode
  hint?: ReactNode
  indeterminate?: boolean
}

/** A native checkbox with its words. Props: `label`, `hint`, `indeterminate`, and those of `<input>`. */
export function Checkbox({ label, hint, indeterminate = false, className, ...rest }: CheckboxProps) {
  const box = (
    <input
      {...rest}
      type="checkbox"
      ref={(element) => {
        if (element) element.indeterminate = indeterminate
      }}
      className="m-0 size-4 shrink-0 rounded-sm accent-accent disabled:cursor-not-allowed"
    />
  )
  if (!label) return <span className={cn('inline-flex size-6 items-center justify-center', className)}>{box}</span>
  return (
    <label className={cn('flex min-h-6 items-start gap-2 text-sm text-ink', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="grid">
        {label}
        {hint && <span className="text-xs text-muted">{hint}</span>}
      </span>
    </label>
  )
}
