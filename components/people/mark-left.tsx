'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'

type Action = (input: Record<string, unknown>) => Promise<{ ok: true; output: { identities: number } } | { ok: false; message: string }>

/** Marks a person as gone, with a reason and the days that their successors have. Props: `person`, `leave` (a server action). */
export function MarkLeft({ person, leave }: { person: { id: string; name: string }; leave: Action }) {
  const router = useRouter()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const [days, setDays] = useState('14')
  const confirm = async () => {
    const done = await leave({ id: person.id, reason, days })
    if (!done.ok) return done.message
    const { identities } = done.output
    toast.done(
      `${person.name} is marked as gone`,
      identities > 0 ? `Successors are asked about ${identities.toLocaleString('en')} identities.` : 'They owned no identity.',
    )
    router.refresh()
    return null
  }
  return (
    <ConfirmDialog
      label={`Mark ${person.name} as gone`}
      variant="quiet"
      size="sm"
      consequence={{
        happens:
          'They are signed out at once and cannot come in again. For each identity that they own a successor is asked; what nobody takes over in time is quarantined.',
        on: 'Tenure; no target is touched before the deadline',
        count: '1 person, and every identity that they own',
        undo: 'Yes: mark them as returned, and they keep what nobody took over yet.',
      }}
      onConfirm={confirm}
    >
      <Field name="days" label="Days for the successors" required hint="From 1 to 90.">
        <Input type="number" min={1} max={90} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
      </Field>
      <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
