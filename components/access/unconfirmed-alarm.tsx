import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'

type Lease = {
  account: string
  nextAttemptAt: Date
  system: { name: string }
  revocation: { state: string; problem: string | null; unconfirmedAt: Date | null } | null
}

/** An end that could not be proven: what is left, since when, what Tenure does, and what a person does. */
export function UnconfirmedAlarm({ lease }: { lease: Lease }) {
  const { revocation } = lease
  if (revocation?.state !== 'unconfirmed') return null
  return (
    <div className="px-4 pb-4 md:px-6" role="alert">
      <Notice tone="bad" title={`The end of this lease is not confirmed: ${revocation.problem ?? 'the target did not prove it'}`}>
        Its credential may still work. Unconfirmed <RelativeTime instant={revocation.unconfirmedAt} />; Tenure tries again{' '}
        <RelativeTime instant={lease.nextAttemptAt} />. Look on {lease.system.name} for the account{' '}
        <span className="font-mono text-xs text-ink">{lease.account}</span>, end its sessions and remove it: the next try then confirms it.
      </Notice>
    </div>
  )
}
