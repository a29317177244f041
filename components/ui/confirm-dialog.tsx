'use client'

import { useId, useState, useTransition, type ReactNode } from 'react'
import type { ButtonLook } from './button-styles.ts'
import { Button } from './button.tsx'
import { DefinitionList } from './definition-list.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Input } from './input.tsx'

export type Consequence = {
  /** What will happen, as a sentence: "The role is disabled, its sessions end, and it is dropped." */
  happens: ReactNode
  /** On which system: "PostgreSQL payments-prod". */
  on: ReactNode
  /** How many, with the unit: "3 leases". */
  count: string
  /** Whether it can be undone, and how or why not: "No. The requester has to ask again." */
  undo: ReactNode
}

type ConfirmDialogProps = {
  /** The words on the button that opens it and on the one that confirms: "Revoke 3 leases". */
  label: string
  /** The question: "Revoke 3 leases?" */
  title?: string
  consequence: Consequence
  /** Runs on confirmation. A rejection keeps the dialog open and shows its message; a returned string is shown as an error too. */
  onConfirm: () => void | string | null | undefined | Promise<void | string | null | undefined>
  /** Only for what cannot be undone: the name that must be typed first. */
  typeToConfirm?: string
  variant?: ButtonLook['variant']
  /** The look of the button that opens it, where what it does is far from the next thing to do; `variant` otherwise. */
  opener?: ButtonLook['variant']
  size?: ButtonLook['size']
  icon?: ReactNode
  /** More to fill in or read (a reason, a list of names). */
  children?: ReactNode
  disabled?: boolean
}

/**
 * A button that asks before it acts and says what will happen, on which system, how many, and whether it can be undone.
 * Props: `label`, `title`, `consequence` { happens, on, count, undo }, `onConfirm`, `typeToConfirm`, `variant` (danger), `opener`, `size`, `icon`, `children`.
 */
export function ConfirmDialog({
  label,
  title = `${label}?`,
  consequence,
  onConfirm,
  typeToConfirm,
  variant = 'danger',
  opener = variant,
  size,
  icon,
  children,
  disabled,
}: ConfirmDialogProps) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const inputId = useId()
  const blocked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm

  const change = (next: boolean) => {
    setOpen(next)
    setTyped('')
    setProblem(null)
  }
  const confirm = () =>
    start(async () => {
      try {
        const answer = await onConfirm()
        if (answer) setProblem(answer)
        else change(false)
      } catch {
        setProblem('Tenure did not answer, so it is not known whether this happened. Reload the page to see the state, then try again.')
      }
    })

  return (
    <>
      <Button variant={opener} size={size} icon={icon} disabled={disabled} onClick={() => change(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={title}
        size="sm"
        footer={
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant={variant === 'danger' ? 'danger' : 'primary'} pending={pending} disabled={blocked} onClick={confirm}>
              {label}
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem} />}
          <DefinitionList
            items={[
              { term: 'What happens', detail: consequence.happens },
              { term: 'On', detail: consequence.on },
              { term: 'How many', detail: consequence.count },
              { term: 'Undo', detail: consequence.undo },
            ]}
          />
          {children}
          {typeToConfirm !== undefined && (
            <div className="grid gap-1">
              <label htmlFor={inputId} className="text-sm">
                Type <span className="font-mono text-xs font-semibold">{typeToConfirm}</span> to confirm
              </label>
              <Input id={inputId} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
            </div>
          )}
        </div>
      </Dialog>
    </>
  )
}
