'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { BoundaryAction } from './boundary-form.tsx'

type ClearFormProps = { cell: { class: string; environment: string }; name: string; identities: number; clear: BoundaryAction }

/** Takes back what is declared for a cell, after saying what that means. Props: `cell`, `name` (of the cell), `identities`, `clear` (server action). */
export function ClearForm({ cell, name, identities, clear }: ClearFormProps) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<string | undefined>()
  const confirm = async () => {
    const done = await clear({ ...cell, reason })
    setWrong(done.ok ? undefined : done.fields['reason'])
    if (!done.ok) return done.message
    router.refresh()
    return null
  }
  return (
    <ConfirmDialog
      label="Clear this boundary"
      opener="secondary"
      consequence={{
        happens: 'Nothing is declared any more for this class in this environment. While identities fall under it, that is a finding.',
        on: name,
        count: identities === 1 ? '1 identity' : `${identities.toLocaleString('en')} identities`,
        undo: 'No. Its history stays, and it can be declared anew.',
      }}
      onConfirm={confirm}
    >
      <Field name="reason" label="Reason" required error={wrong} hint="At least 10 characters. It stands in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmDialog>
  )
}
