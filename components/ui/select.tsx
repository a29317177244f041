'use client'

import { Select as BaseSelect } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { cn } from './cn.ts'
import { CONTROL } from './control-styles.ts'

export type SelectOption = { value: string; label: string; hint?: string; disabled?: boolean }

type SelectProps = {
  options: readonly SelectOption[]
  name?: string
  defaultValue?: string | undefined
  value?: string | null
  onValueChange?: (value: string) => void
  placeholder?: string
  required?: boolean
  disabled?: boolean
  className?: string
  /** Only without a `Field` around it, which labels it otherwise. */
  'aria-label'?: string
}

/**
 * A choice of one, as part of a form (`name`, `defaultValue`) or controlled (`value`, `onValueChange`). Inside `Field` it takes
 * label and error by itself. Props: `options` ({ value, label, hint?, disabled? }), `placeholder`, `required`, `disabled`.
 */
export function Select({ options, placeholder = 'Choose', onValueChange, className, 'aria-label': ariaLabel, ...rest }: SelectProps) {
  return (
    <BaseSelect.Root {...rest} items={options} {...(onValueChange ? { onValueChange: (value: string | null) => value !== null && onValueChange(value) } : {})}>
      <BaseSelect.Trigger
        aria-label={ariaLabel}
        className={cn(CONTROL, 'flex h-8 items-center justify-between gap-2 text-left data-invalid:border-bad-mark', className)}
      >
        <BaseSelect.Value placeholder={placeholder} className="truncate data-placeholder:text-faint" />
        <BaseSelect.Icon>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 text-muted" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50 outline-none">
          <BaseSelect.Popup className="max-h-(--available-height) max-w-[min(28rem,var(--available-width))] min-w-(--anchor-width) overflow-y-auto rounded-md border bg-surface p-1 shadow-overlay">
            {options.map((option) => (
              <BaseSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="grid min-h-7 cursor-default grid-cols-[1fr_1rem] items-center gap-x-3 rounded-sm px-2 py-1 text-sm text-ink outline-none data-disabled:text-faint data-highlighted:bg-hover"
              >
                <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                <BaseSelect.ItemIndicator>
                  <Check aria-hidden="true" className="size-4 text-accent-ink" />
                </BaseSelect.ItemIndicator>
                {option.hint && <span className="col-start-1 text-xs text-muted">{option.hint}</span>}
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  )
}
