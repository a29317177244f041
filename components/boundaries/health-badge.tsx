import { CircleCheck, CircleDashed, CircleSlash, HeartCrack, type LucideIcon } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { Tone } from '#components/ui/tone.ts'
import type { Health } from '#lib/boundaries/rules.ts'

const LOOKS: Record<Health, { word: string; tone: Tone; icon: LucideIcon }> = {
  complete: { word: 'Complete', tone: 'good', icon: CircleCheck },
  empty: { word: 'Empty', tone: 'bad', icon: CircleDashed },
  dead: { word: 'Dead', tone: 'warn', icon: HeartCrack },
  unused: { word: 'Unused', tone: 'off', icon: CircleSlash },
}

/** Whether a cell of the matrix holds, as icon, word and colour. Props: `health`. */
export function HealthBadge({ health }: { health: Health }) {
  const { word, tone, icon: Icon } = LOOKS[health]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  )
}
