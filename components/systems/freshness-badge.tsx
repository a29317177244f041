import { Badge } from '#components/ui/badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { Freshness } from '#lib/systems/freshness.rules.ts'

/** How current what is known of a system is. Props: `freshness`. */
export function FreshnessBadge({ freshness }: { freshness: Freshness }) {
  if (freshness === 'never') return <Badge>Not read yet</Badge>
  return freshness === 'stale' ? <StateBadge state="stale" /> : <StateBadge state="succeeded">Current</StateBadge>
}
