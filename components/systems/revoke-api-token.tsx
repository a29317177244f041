'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'

type RevokeApiTokenProps = {
  token: { id: string; name: string }
  purpose: string
  revoke: (input: Record<string, unknown>) => Promise<{ ok: true } | { ok: false; message: string }>
}

/** Ends an API token, with a reason. Props: `token`, `purpose` (what it does: "hand in discoveries"), `revoke` (a server action). */
export function RevokeApiToken({ token, purpose, revoke }: RevokeApiTokenProps) {
  const router = useRouter()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const confirm = async () => {
    const done = await revoke({ id: token.id, reason })
    if (!done.ok) return done.message
    toast.done(`${token.name} is revoked`)
    router.refresh()
    return null
  }
  return (
    <ConfirmDialog
      label="Revoke"
      title={`Revoke ${token.name}?`}
      variant="quiet"
      size="sm"
      consequence={{
        happens: `Whoever shows this token is refused from now on and cannot ${purpose} any more. What they did before stays.`,
        on: 'Tenure',
        count: '1 token',
        undo: 'No. Make a new token, and give it to the client.',
      }}
      onConfirm={confirm}
    >
      <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
