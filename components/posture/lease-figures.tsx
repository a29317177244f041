import { Stat, StatRow } from '#components/ui/stat.tsx'
import type { Posture } from '#lib/posture/queries.ts'

const seconds = (value: number | null) => (value === null ? 'none yet' : `${value.toFixed(1)} s`)

/** Lent privilege beside standing privilege, and how its ends were proven. Props: `posture`. */
export function LeaseFigures({ posture }: { posture: Posture }) {
  const { leases, revocations, standing } = posture
  return (
    <StatRow>
      <Stat
        label="Active leases"
        value={leases.active.toLocaleString('en')}
        context={`beside ${standing.privileged.count.toLocaleString('en')} identities with standing privilege`}
        href="/access/leases"
      />
      <Stat label="Granted" value={leases.grantedIn30Days.toLocaleString('en')} context="leases in 30 days" href="/access/leases?view=all" />
      <Stat label="Confirmed dead" value={revocations.confirmedIn90Days.toLocaleString('en')} context="revocations in 90 days" href="/access/leases?view=all" />
      <Stat label="Unconfirmed" value={revocations.unconfirmed.toLocaleString('en')} context="revocations now" href="/access/leases?view=unconfirmed" />
      <Stat label="Time to confirmation" value={seconds(revocations.medianSeconds)} context={`median; 95 % within ${seconds(revocations.p95Seconds)}`} />
    </StatRow>
  )
}
