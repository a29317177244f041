'use client'

import { Toast } from '@base-ui/react/toast'
import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyles } from './button-styles.ts'

const ICONS = { good: CircleCheck, bad: TriangleAlert, info: Info } as const
const INK = { good: 'text-good-ink', bad: 'text-bad-ink', info: 'text-info-ink' } as const
type ToastTone = keyof typeof ICONS

const isTone = (type: string | undefined): type is ToastTone => type !== undefined && type in ICONS

/** Holds the toasts; stands once in the root layout (inside Providers). F6 moves the focus to them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider limit={3} timeout={5_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          data-toasts=""
          className="fixed top-12 right-4 left-4 z-50 flex flex-col gap-2 sm:left-auto sm:w-90 md:top-auto md:bottom-4"
          data-print="no"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => {
    const tone = isTone(toast.type) ? toast.type : 'info'
    const Icon = ICONS[tone]
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['right', 'down']}
        className="group relative overflow-hidden rounded-md border bg-surface shadow-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-center gap-2.5 py-2 pr-1.5 pl-3">
          <Icon aria-hidden="true" className={`size-4 shrink-0 ${INK[tone]}`} />
          <div className="min-w-0 flex-1">
            <Toast.Title className="text-sm font-medium text-ink" />
            <Toast.Description className="text-xs text-muted" />
          </div>
          {toast.actionProps && <Toast.Action className={buttonStyles({ variant: 'secondary', size: 'sm' })} />}
          <Toast.Close aria-label="Dismiss" className={buttonStyles({ variant: 'quiet', size: 'sm', className: 'w-7 px-0' })}>
            <X aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    )
  })
}
