'use client'

import type { ComponentProps, ReactNode } from 'react'
import { buttonStyles, type ButtonLook } from './button-styles.ts'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** What it does, in words: read aloud and shown on hover and focus. */
  label: string
  icon: ReactNode
  variant?: ButtonLook['variant']
  size?: ButtonLook['size']
}

/** A button that shows only an icon. Props: `label`, `icon`, `variant` (quiet), `size` sm | md, and those of `<button>`. */
export function IconButton({ label, icon, variant = 'quiet', size = 'md', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <button {...rest} type={type} aria-label={label} className={cn(buttonStyles({ variant, size }), 'px-0', size === 'sm' ? 'w-7' : 'w-8', className)}>
        {icon}
      </button>
    </Tooltip>
  )
}
