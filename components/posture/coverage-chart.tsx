'use client'

import { BarChart } from '#components/charts/bar-chart.tsx'
import type { Posture } from '#lib/posture/queries.ts'
import { inventoryLink, percent } from './inventory-link.ts'

const PARTS = [
  ['owner', 'Owner'],
  ['purpose', 'Purpose'],
  ['environment', 'Environment'],
  ['expiry', 'Expiry'],
  ['governed', 'All four'],
] as const

/** How many identities have each of the four things that make them governed; a bar leads to those that lack it. Props: `posture`. */
export function CoverageChart({ posture }: { posture: Pick<Posture, 'coverage'> }) {
  const points = PARTS.map(([id, label]) => {
    const { share, missing } = posture.coverage[id]
    return { label, value: Math.floor((share ?? 0) * 100), href: inventoryLink(missing.search) }
  })
  return (
    <BarChart
      title="Who, what for, until when"
      description="Share of identities for which each is set. A bar leads to those that lack it."
      category="Set"
      measure="Share of identities"
      points={points}
      format="percent"
      target={{ value: 100, label: 'all' }}
      figure={percent(posture.coverage.governed.share)}
      figureNote="governed"
    />
  )
}
