import { ArrowDown, CircleAlert, Equal, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { Tone } from '#components/ui/tone.ts'
import type { Severity } from '#lib/findings/rules.ts'

const LOOKS: Record<Severity, { tone: Tone; icon: LucideIcon }> = {
  critical: { tone: 'bad', icon: TriangleAlert },
  high: { tone: 'warn', icon: CircleAlert },
  medium: { tone: 'wait', icon: Equal },
  low: { tone: 'off', icon: ArrowDown },
}

/** How bad a finding is, as icon, word and colour. Props: `severity`, `score` (0 to 100, beside the word). */
export function SeverityBadge({ severity, score }: { severity: Severity; score?: number }) {
  const { tone, icon: Icon } = LOOKS[severity]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {score === undefined ? severity : `${severity} ${score}`}
    </Badge>
  )
}
