import { Timeline } from '#components/ui/timeline.tsx'
import type { FindingDecision } from '#lib/findings/queries/finding-decisions.ts'

const WORDS: Record<string, string> = { 'findings.accept': 'Accepted', 'findings.snooze': 'Put off', 'findings.reopen': 'Opened again' }

type FindingDecisionsProps = { decisions: readonly FindingDecision[]; openedAt: Date; closedAt: Date | null }

/** What became of a finding: when it was opened and closed, and what people decided meanwhile. Props: `decisions`, `openedAt`, `closedAt`. */
export function FindingDecisions({ decisions, openedAt, closedAt }: FindingDecisionsProps) {
  const events = [
    { id: 'opened', title: 'Opened', instant: openedAt, detail: 'The register broke the rule from here on' },
    ...(closedAt ? [{ id: 'closed', title: 'Closed', instant: closedAt, detail: 'It is not so any more' }] : []),
    ...decisions.map(({ id, at, who, action, reason, until }) => ({
      id,
      title: until ? `${WORDS[action] ?? action} until ${until.slice(0, 10)}` : (WORDS[action] ?? action),
      instant: at,
      detail: reason ? `${who}: ${reason}` : who,
    })),
  ]
  return <Timeline events={events.toSorted((one, other) => other.instant.getTime() - one.instant.getTime())} label="What became of this finding" />
}
