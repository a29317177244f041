'use client'

import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyles } from './button-styles.ts'
import { cn } from './cn.ts'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  description?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** Buttons at the foot; the primary one last. */
  footer?: ReactNode
  children?: ReactNode
}

const WIDTH = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' } as const

/**
 * A modal dialog: focus goes in, is kept there, and returns to where it came from; Esc closes.
 * Props: `open`, `onOpenChange`, `title`, `description`, `size` sm | md | lg, `footer`, `children`.
 */
export function Dialog({ open, onOpenChange, title, description, size = 'md', footer, children }: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto p-0 sm:items-start sm:p-4 sm:pt-[12vh]">
          <BaseDialog.Popup
            className={cn(
              'relative flex max-h-[90dvh] w-full flex-col rounded-t-lg border bg-surface shadow-overlay outline-none sm:max-h-[76vh] sm:rounded-lg',
              'transition-[opacity,translate] duration-100 data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0',
              WIDTH[size],
            )}
          >
            <header className="flex items-start gap-3 px-4 pt-3.5 pb-2">
              <div className="min-w-0 flex-1">
                <BaseDialog.Title className="text-base font-semibold text-ink">{title}</BaseDialog.Title>
                {description && <BaseDialog.Description className="mt-0.5 text-sm text-muted">{description}</BaseDialog.Description>}
              </div>
              <BaseDialog.Close aria-label="Close" className={buttonStyles({ variant: 'quiet', size: 'sm', className: '-mr-1.5 w-7 px-0' })}>
                <X aria-hidden="true" />
              </BaseDialog.Close>
            </header>
            {children && <div className="relative min-h-0 flex-1 overflow-y-auto px-4 py-2 text-sm text-ink">{children}</div>}
            {footer && <footer className="flex flex-wrap justify-end gap-2 px-4 pt-2 pb-4">{footer}</footer>}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
