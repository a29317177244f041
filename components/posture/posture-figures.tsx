import { TriangleAlert } from 'lucide-react'
import { Stat, StatRow } from '#components/ui/stat.tsx'
import type { Posture } from '#lib/posture/queries.ts'
import { inventoryLink, percent } from './inventory-link.ts'

const count = (value: number) => value.toLocaleString('en')

/** The figures that a CISO looks at first. Props: `posture`. */
export function PostureFigures({ posture }: { posture: Posture }) {
  const { total, coverage, standing, use, expiry, revocations } = posture
  return (
    <StatRow>
      <Stat
        label="Governed"
        value={percent(coverage.governed.share)}
        context={`${count(coverage.governed.covered.count)} of ${count(total.count)} identities`}
        href={inventoryLink(coverage.governed.covered.search)}
      />
      <Stat
        label="Without an owner"
        value={count(coverage.owner.missing.count)}
        context="nobody answers for them"
        href={inventoryLink(coverage.owner.missing.search)}
        {...alarm(coverage.owner.missing.count)}
      />
      <Stat
        label="Past their expiry"
        value={count(expiry.expired.count)}
        context={`${count(expiry.within30Days.count)} more within 30 days`}
        href={inventoryLink(expiry.expired.search)}
        {...alarm(expiry.expired.count)}
      />
      <Stat
        label="Standing privilege"
        value={count(standing.privileged.count)}
        context={`${percent(standing.share)} of identities are privileged`}
        href={inventoryLink(standing.privileged.search)}
      />
      <Stat
        label="Not seen"
        value={count(use.notSeenIn90Days.count)}
        context={`in 90 days of logs; of ${count(use.unknown.count)} the source does not say`}
        href={inventoryLink(use.notSeenIn90Days.search)}
      />
      <Stat
        label="Revocations unconfirmed"
        value={count(revocations.unconfirmed)}
        context={
          revocations.medianSeconds === null ? 'none was confirmed in 90 days' : `others confirmed in ${revocations.medianSeconds.toFixed(1)} s (median)`
        }
        {...alarm(revocations.unconfirmed)}
      />
    </StatRow>
  )
}

function alarm(value: number) {
  return value > 0 ? { tone: 'bad' as const, icon: <TriangleAlert aria-hidden="true" /> } : {}
}
