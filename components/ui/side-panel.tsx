'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Maximize2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyles } from './button-styles.ts'

type SidePanelProps = {
  open?: boolean
  onClose: () => void
  title: ReactNode
  /** The page that shows the same in full; a plain link, so that an intercepted route is left. */
  pageHref?: string
  children: ReactNode
}

/** Details beside the list they came from; Esc closes and gives the focus back to the row. Props: `open` (true), `onClose`, `title`, `pageHref`, `children`. */
export function SidePanel({ open = true, onClose, title, pageHref, children }: SidePanelProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-40 flex w-full max-w-2xl flex-col border-l bg-surface shadow-overlay transition-[translate,opacity] duration-150 outline-none data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0">
          <header className="flex items-center gap-1 border-b px-4 py-2">
            <Dialog.Title className="min-w-0 flex-1 truncate text-base font-semibold text-ink">{title}</Dialog.Title>
            {pageHref && (
              <a
                href={pageHref}
                aria-label="Open as page"
                title="Open as page"
                className={buttonStyles({ variant: 'quiet', size: 'sm', className: 'w-7 px-0' })}
              >
                <Maximize2 aria-hidden="true" />
              </a>
            )}
            <Dialog.Close aria-label="Close" className={buttonStyles({ variant: 'quiet', size: 'sm', className: '-mr-1.5 w-7 px-0' })}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className="relative min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
