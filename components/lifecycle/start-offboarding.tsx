'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { LifecycleAction } from './offboarding-actions.tsx'

type StartOffboardingProps = {
  identity: { id: string; name: string; systemName: string }
  may: { offboard: boolean; disable: boolean; quarantine: boolean }
  offboard: LifecycleAction
  disable: LifecycleAction
  quarantine: LifecycleAction
}

/** Takes an identity out of service: for good (its owner), for now (its sponsor), or because security wants it still. Props: `identity`, `may`, `offboard`, `disable`, `quarantine` (server actions). */
export function StartOffboarding({ identity, may, offboard, disable, quarantine }: StartOffboardingProps) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const [watchDays, setWatchDays] = useState('14')
  const { id, name, systemName } = identity
  const run =
    (action: LifecycleAction, more: Record<string, unknown> = {}) =>
    async () => {
      const done = await action({ id, reason, ...more })
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
  const still = { on: systemName, count: '1 account', undo: 'Yes, in one click, until it is deleted.' }
  const disabled = 'New logins are refused, open sessions end, and what a restore needs is kept under seal.'
  return (
    <>
      {may.quarantine && (
        <ConfirmDialog
          label={`Quarantine ${name}`}
          variant="secondary"
          consequence={{ ...still, happens: `${disabled} Only an admin or a CISO brings it back.` }}
          onConfirm={run(quarantine, { cause: 'quarantined' })}
        >
          {why}
        </ConfirmDialog>
      )}
      {may.disable && !may.offboard && (
        <ConfirmDialog
          label={`Disable ${name}`}
          consequence={{ ...still, happens: `${disabled} Its owner says whether it comes back or is deleted.` }}
          onConfirm={run(disable)}
        >
          {why}
        </ConfirmDialog>
      )}
      {may.offboard && (
        <ConfirmDialog
          label={`Offboard ${name}`}
          opener="secondary"
          consequence={{ ...still, happens: `${disabled} Then Tenure watches for refused use. Nothing is deleted before you say so.` }}
          onConfirm={run(offboard, { watchDays })}
        >
          <Field name="watchDays" label="Days to watch" required hint="Deleting earlier asks for its name.">
            <Input type="number" min={0} max={365} value={watchDays} onChange={(event) => setWatchDays(event.currentTarget.value)} />
          </Field>
          {why}
        </ConfirmDialog>
      )}
    </>
  )
}
