import { BookOpenCheck, CircleX, DoorClosed, Eye, Flag, History, Lock, RotateCcw, ShieldCheck, Trash2, TriangleAlert, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Timeline, type TimelineEvent } from '#components/ui/timeline.tsx'
import type { Decision, FactRow } from '#lib/lifecycle/queries/load-story.ts'
import { provesGone } from '#lib/lifecycle/rules.ts'

type Story = { facts: readonly FactRow[]; decisions: readonly Decision[]; endedAt: Date | null; state: string }

const FACTS: Record<string, { icon: ReactNode; done: string; failed: string }> = {
  remember: { icon: <Lock />, done: 'Noted what a restore needs', failed: 'What a restore needs could not be read' },
  disable: { icon: <DoorClosed />, done: 'Disabled on the target', failed: 'It could not be disabled' },
  watch: { icon: <Eye />, done: 'Watched', failed: 'It could not be looked at' },
  enabled_again: { icon: <TriangleAlert />, done: '', failed: 'Somebody enabled it on the target' },
  restore: { icon: <RotateCcw />, done: 'Restored on the target', failed: 'It could not be restored' },
  remove: { icon: <Trash2 />, done: 'Deleted on the target', failed: 'It could not be deleted' },
  source_disabled: { icon: <DoorClosed />, done: 'A reading of the source shows it disabled', failed: '' },
  source_enabled_again: { icon: <TriangleAlert />, done: '', failed: 'A reading of the source shows it enabled again' },
  source_gone: { icon: <ShieldCheck />, done: 'A reading of the source shows it gone', failed: '' },
  source_restored: { icon: <RotateCcw />, done: 'A reading of the source shows it back', failed: '' },
}

const ASKED: Record<string, string> = {
  'lifecycle.offboardIdentity': 'asked to offboard it',
  'lifecycle.disableIdentity': 'asked to disable it',
  'lifecycle.quarantineIdentity': 'put it into quarantine',
  'lifecycle.expireIdentities': 'put it into quarantine: it expired',
  'lifecycle.restoreIdentity': 'asked to restore it',
  'lifecycle.removeIdentity': 'asked to delete it',
}

/** An offboarding from the wish to the proof, in order of time. Props: `story`. */
export function OffboardingStory({ story }: { story: Story }) {
  const events: TimelineEvent[] = [...story.decisions.map(decisionEvent), ...story.facts.map(factEvent)].toSorted(
    (one, other) => one.instant.getTime() - other.instant.getTime(),
  )
  const ahead: TimelineEvent[] = story.endedAt ? [] : [{ id: 'ahead', title: AHEAD[story.state] ?? 'The target proves its end', instant: null }]
  return <Timeline events={[...events, ...ahead]} label="The offboarding from the wish to the proof" />
}

const AHEAD: Record<string, string> = {
  disabling: 'The target shows it disabled',
  watching: 'Somebody deletes it, or restores it',
  restoring: 'The target shows it back',
  awaiting_source: 'A reading of the source shows it gone',
}

function decisionEvent({ id, at, who, action, reason }: Decision) {
  const icon = action === 'lifecycle.expireIdentities' ? <History /> : who === 'Tenure' ? <Flag /> : <UserRound />
  return { id, icon, title: `${who} ${ASKED[action] ?? action}`, instant: at, detail: reason ?? undefined }
}

function factEvent(fact: FactRow) {
  const { seq, at, kind, ok, detail } = fact
  if (kind === 'reread')
    return {
      id: `fact-${seq}`,
      icon: provesGone(fact) ? <ShieldCheck /> : <BookOpenCheck />,
      tone: 'good' as const,
      title: shownInWords(detail),
      instant: at,
      detail: rest(detail),
    }
  const known = FACTS[kind] ?? { icon: <CircleX />, done: kind, failed: kind }
  return {
    id: `fact-${seq}`,
    icon: known.icon,
    tone: ok ? ('good' as const) : ('bad' as const),
    title: ok ? known.done : known.failed,
    instant: at,
    detail: rest(detail),
  }
}

/** What the target showed when it was read again. */
function shownInWords(detail: Record<string, unknown>): string {
  const count = detail['sessions']
  const sessions = typeof count !== 'number' ? 'sessions not told' : count === 0 ? 'no session' : `${count} of its sessions open`
  if (detail['exists'] === false) return `Read again: no such account, ${sessions}`
  return `Read again: ${detail['enabled'] === true ? 'enabled' : 'disabled'}, ${sessions}`
}

function rest(detail: Record<string, unknown>): string | undefined {
  const dependents = Array.isArray(detail['dependents']) && detail['dependents'].length > 0 ? `Hangs on it: ${detail['dependents'].join(', ')}` : undefined
  return [detail['detail'], detail['problem'], detail['residual'], detail['system'], dependents].find((text) => typeof text === 'string' && text !== '') as
    | string
    | undefined
}
