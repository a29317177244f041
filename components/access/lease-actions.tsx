'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

type Done = { ok: true } | { ok: false; message: string }
type Action = (input: Record<string, unknown>) => Promise<Done>
type LeaseActionsProps = {
  lease: { id: string; account: string; system: { name: string }; may: { complete: boolean; revoke: boolean } }
  complete: Action
  revoke: Action
}

/** Ends a lease: its holder is done, or somebody else revokes it with a reason. Props: `lease`, `complete`, `revoke` (server actions). */
export function LeaseActions({ lease, complete, revoke }: LeaseActionsProps) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const consequence = {
    happens: 'Its logins are blocked, its sessions end, and its account is removed. Then Tenure tries the dead credential and expects a refusal.',
    on: lease.system.name,
    count: '1 lease',
    undo: 'No. Whoever needs it again asks again.',
  }
  const run = (action: Action, input: Record<string, unknown>) => async () => {
    const done = await action({ id: lease.id, ...input })
    router.refresh()
    return done.ok ? null : done.message
  }
  if (lease.may.complete)
    return <ConfirmDialog label="I’m done" title="End this lease now?" variant="primary" consequence={consequence} onConfirm={run(complete, {})} />
  if (lease.may.revoke) {
    return (
      <ConfirmDialog label="Revoke 1 lease" consequence={consequence} onConfirm={run(revoke, { reason })}>
        <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </ConfirmDialog>
    )
  }
  return null
}
