'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

export type Answer = { ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
export type CorrectAction = (input: Record<string, unknown>) => Promise<Answer>

type CorrectFormProps = {
  /** The words on the button and over the dialog. */
  label: string
  title: string
  /** What is sent besides the reason. */
  input: Readonly<Record<string, unknown>>
  action: CorrectAction
  hint: string
  /** More to fill in; its errors are looked up by these names. */
  fields?: (problem: Readonly<Record<string, string>>) => ReactNode
}

/** A button with a dialog that asks for a reason and then does one thing. Props: `label`, `title`, `input`, `action`, `hint`, `fields`. */
export function CorrectForm({ label, title, input, action, hint, fields }: CorrectFormProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()

  const begin = () => {
    setReason('')
    setProblem(null)
    setOpen(true)
  }
  const confirm = () =>
    start(async () => {
      const done = await action({ ...input, reason })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      router.refresh()
    })
  return (
    <>
      <Button size="sm" onClick={begin}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            {label}
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={{ reason: 'Reason' }} />}
          <p className="text-sm text-muted">{hint}</p>
          {fields?.(problem?.fields ?? {})}
          <Field name="reason" label="Reason" required error={problem?.fields['reason']} hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
