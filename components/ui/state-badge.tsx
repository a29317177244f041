import { Badge } from './badge.tsx'
import { STATES, type State } from './states.ts'

/** A state as icon, word and colour. Props: `state` (a key of STATES), `children` (another word for it, e.g. "Confirmed dead"). */
export function StateBadge({ state, children }: { state: State; children?: string }) {
  const { word, tone, icon: Icon } = STATES[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {children ?? word}
    </Badge>
  )
}
