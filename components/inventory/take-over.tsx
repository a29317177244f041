'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { OwnershipAction } from './ownership-action.ts'

type TakeOverProps = { identity: { id: string; name: string; revision: string }; owner: string | null; takeOver: OwnershipAction }

/** For whoever stands in: makes them the owner of what nobody active owns. Props: `identity`, `owner` (who left; null: nobody), `takeOver` (a server action). */
export function TakeOver({ identity, owner, takeOver }: TakeOverProps) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const confirm = async () => {
    const done = await takeOver({ ids: [identity.id], revision: identity.revision, reason })
    router.refresh()
    return done.ok ? null : done.message
  }
  return (
    <Notice
      tone="warn"
      title={owner ? `${owner} owns it, and left` : 'Nobody owns it'}
      action={
        <ConfirmDialog
          label="Take it over"
          title={`Take over ${identity.name}?`}
          variant="primary"
          size="sm"
          consequence={{
            happens: 'You answer for it from now on.',
            on: 'Tenure; its system is not touched',
            count: '1 identity',
            undo: 'You or an admin can hand it over to somebody else.',
          }}
          onConfirm={confirm}
        >
          <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
          </Field>
        </ConfirmDialog>
      }
    >
      You stand in for its owner, so you can take it over.
    </Notice>
  )
}
