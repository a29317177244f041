'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

type Action = (input: Record<string, unknown>) => Promise<{ ok: true } | { ok: false; message: string }>

/** Takes a person back who was marked as gone. Props: `person`, `comeBack` (a server action). */
export function MarkReturned({ person, comeBack }: { person: { id: string; name: string }; comeBack: Action }) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const confirm = async () => {
    const done = await comeBack({ id: person.id, reason })
    router.refresh()
    return done.ok ? null : done.message
  }
  return (
    <ConfirmDialog
      label={`Mark ${person.name} as returned`}
      variant="secondary"
      size="sm"
      consequence={{
        happens: 'They may sign in again, and keep every identity that nobody took over yet. What was taken over or quarantined stays so.',
        on: 'Tenure',
        count: '1 person',
        undo: 'Yes: mark them as gone again.',
      }}
      onConfirm={confirm}
    >
      <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
