import { StateBadge } from '#components/ui/state-badge.tsx'
import type { FindingState as State } from '#lib/findings/rules.ts'

const LOOKS = {
  open: { state: 'pending', word: 'Open' },
  accepted: { state: 'approved', word: 'Accepted' },
  snoozed: { state: 'scheduled', word: 'Snoozed' },
  closed: { state: 'ended', word: 'Closed' },
} as const

/** What became of a finding, as icon, word and colour. Props: `state`. */
export function FindingState({ state }: { state: State }) {
  const look = LOOKS[state]
  return <StateBadge state={look.state}>{look.word}</StateBadge>
}
