'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

type Done = { ok: true } | { ok: false; message: string }
export type LifecycleAction = (input: Record<string, unknown>) => Promise<Done>

type OffboardingActionsProps = {
  offboarding: { identityId: string; name: string; systemName: string; state: string; byDriver: boolean; tooEarly: string | null }
  may: { restore: boolean; remove: boolean }
  restore: LifecycleAction
  remove: LifecycleAction
}

/** Brings an account back or has it deleted, with a reason. Props: `offboarding`, `may`, `restore`, `remove` (server actions). */
export function OffboardingActions({ offboarding, may, restore, remove }: OffboardingActionsProps) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const { identityId, name, systemName, byDriver, tooEarly } = offboarding
  const run =
    (action: LifecycleAction, more: Record<string, unknown> = {}) =>
    async () => {
      const done = await action({ id: identityId, reason, ...more })
      if (!done.ok) return done.message
      setReason('')
      router.refresh()
      return null
    }
  const why = (
    <Field name="reason" label="Reason" required hint="At least 10 characters. It stands in the audit log.">
      <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Field>
  )
  return (
    <>
      {may.restore && (
        <ConfirmDialog
          label={`Restore ${name}`}
          variant={may.remove ? 'secondary' : 'primary'}
          consequence={{
            happens: byDriver
              ? 'Its login works again, as it was before it was disabled.'
              : 'Somebody enables it there again; it becomes active here once a reading of the system shows it.',
            on: systemName,
            count: '1 account',
            undo: 'Yes: offboard it again.',
          }}
          onConfirm={run(restore)}
        >
          {why}
        </ConfirmDialog>
      )}
      {may.remove && (
        <ConfirmDialog
          label={byDriver ? `Delete ${name}` : `Have ${name} deleted`}
          consequence={{
            happens: byDriver
              ? 'The account is deleted, then read again: the end is confirmed once neither it nor a session of it is left. Nothing that hangs on it is deleted along with it.'
              : 'Tenure notes that it is to be deleted. Somebody deletes it there; the next reading that shows it gone confirms the end.',
            on: systemName,
            count: '1 account',
            undo: byDriver ? 'No. What it may do and its password are gone with it.' : 'Until somebody has deleted it there: restore it here.',
          }}
          {...(tooEarly ? { typeToConfirm: name, opener: 'secondary' as const } : {})}
          onConfirm={run(remove, { name })}
        >
          {tooEarly && <p className="text-sm font-medium text-warn-ink">{tooEarly}.</p>}
          {why}
        </ConfirmDialog>
      )}
    </>
  )
}
