'use client'

import { Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { CredentialRotation } from '#lib/lifecycle/queries/rotation-of-credentials.ts'

type Done = { ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type RotateByProps = {
  rotation: CredentialRotation | undefined
  /** What the credential is called, for the button: "password". */
  what: string
  /** A server action (`setRotation`); without it nothing can be changed. */
  save?: ((input: Record<string, unknown>) => Promise<Done>) | undefined
}

const TONE = { due: 'wait', overdue: 'bad' } as const

/** The cell "Rotate by" of a credential: when, how it was counted, and a button to set its own days. Props: `rotation` (of `showRotation`), `what`, `save`. */
export function RotateBy({ rotation, what, save }: RotateByProps) {
  if (!rotation || rotation.state === 'none') return <span className="text-faint">needs none</span>
  const { state, dueAt, words } = rotation
  return (
    <span className="inline-flex items-center gap-1.5" title={words}>
      {state === 'fine' ? null : <Badge tone={TONE[state]}>{state}</Badge>}
      <RelativeTime instant={dueAt} />
      <span className="sr-only">{words}</span>
      {save && <SetRotation rotation={rotation} what={what} save={save} />}
    </span>
  )
}

function SetRotation({ rotation, what, save }: { rotation: CredentialRotation; what: string; save: NonNullable<RotateByProps['save']> }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [days, setDays] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const begin = () => {
    setDays(rotation.own === null ? '' : String(rotation.own))
    setReason('')
    setProblem(null)
    setOpen(true)
  }
  const confirm = () =>
    start(async () => {
      const done = await save({ id: rotation.id, rotationDays: days, reason })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      router.refresh()
    })
  return (
    <>
      <IconButton size="sm" label={`Change how often this ${what} is rotated`} icon={<Pencil />} onClick={begin} />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`How often this ${what} is rotated`}
        description={`Now: ${rotation.words}.`}
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            Save the days
          </Button>
        }
      >
        <div className="grid gap-3 whitespace-normal text-left">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={{ rotationDays: 'Days', reason: 'Reason' }} />}
          <Field name="rotationDays" label="Days" error={problem?.fields['rotationDays']} hint="Empty: what its trust boundary says, else 90 days.">
            <Input type="number" min={1} max={3_650} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
          </Field>
          <Field name="reason" label="Reason" required error={problem?.fields['reason']} hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
