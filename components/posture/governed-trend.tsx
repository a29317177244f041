'use client'

import { LineChart } from '#components/charts/line-chart.tsx'
import type { Posture } from '#lib/posture/queries.ts'

/** The governed share over the last thirteen weeks. Props: `trend`. */
export function GovernedTrend({ trend }: { trend: Posture['trend'] }) {
  const points = trend.map(({ at, share }) => ({ label: new Date(at).toISOString().slice(0, 10), value: Math.floor((share ?? 0) * 100) }))
  return (
    <LineChart
      title="Governed identities"
      description="Share of identities that were governed, week by week, from the register’s own history."
      category="Week"
      measure="Governed"
      points={points}
      format="percent"
      target={{ value: 100, label: 'all' }}
    />
  )
}
