import { BookOpenCheck, CircleCheck, CircleX, DoorClosed, Eye, Flag, KeyRound, LogIn, Send, ShieldCheck, Trash2, TriangleAlert, UserMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Timeline, type TimelineEvent } from '#components/ui/timeline.tsx'
import { durationInWords } from '#lib/core/time.ts'
import type { LeaseFact } from './proof-summary.tsx'

type Lease = {
  state: string
  createdAt: Date
  endsAt: Date
  endReason: string | null
  secretRevealedAt: Date | null
  holder: { name: string }
  request: {
    createdAt: Date
    decision: { at: Date; outcome: string; policyVersion: { version: number } }
    approvals: readonly { id: string; at: Date; verdict: string; grantedSeconds: number | null; comment: string; approver: { name: string } }[]
  }
  revocation: { state: string; requestedAt: Date; confirmedAt: Date | null; unconfirmedAt: Date | null; problem: string | null } | null
  facts: readonly LeaseFact[]
}

const FACTS: Record<string, { icon: ReactNode; done: string; failed: string }> = {
  mint: { icon: <KeyRound />, done: 'Credential minted on the target', failed: 'Minting failed' },
  positive_probe: { icon: <LogIn />, done: 'A login with it worked', failed: 'A login with it did not work' },
  block_logins: { icon: <DoorClosed />, done: 'New logins blocked', failed: 'New logins could not be blocked' },
  end_sessions: { icon: <UserMinus />, done: 'Open sessions ended', failed: 'Open sessions could not be ended' },
  remove_rights: { icon: <UserMinus />, done: 'Rights removed', failed: 'Rights could not be removed' },
  remove_account: { icon: <Trash2 />, done: 'Account removed', failed: 'The account could not be removed' },
  reread: { icon: <ShieldCheck />, done: 'Re-read: no such account', failed: 'Re-read: the account is still there' },
  negative_probe: { icon: <ShieldCheck />, done: 'The dead credential was refused', failed: 'The refusal was not proven' },
  sessions: { icon: <ShieldCheck />, done: 'No session is left', failed: 'Sessions are still open' },
}
const REASONS: Record<string, string> = {
  done: 'The holder was done',
  expired: 'Its time was over',
  revoked: 'Somebody revoked it',
  mint_failed: 'Its credential could not be minted',
}

/** A lease from the request to the proof, in order of time. Props: `lease`. */
export function LeaseStory({ lease }: { lease: Lease }) {
  const { request, revocation } = lease
  const events: TimelineEvent[] = [
    { id: 'asked', icon: <Send />, title: `${lease.holder.name} asked`, instant: request.createdAt },
    {
      id: 'decided',
      icon: <BookOpenCheck />,
      title: request.decision.outcome === 'permit' ? 'Policy permitted it' : 'Policy asked for a person',
      instant: request.decision.at,
      detail: `Policy version ${request.decision.policyVersion.version}`,
    },
    ...request.approvals.map((approval) => ({
      id: approval.id,
      icon: <CircleCheck />,
      tone: 'good' as const,
      title: `${approval.approver.name} approved it for ${durationInWords((approval.grantedSeconds ?? 0) * 1000)}`,
      instant: approval.at,
      detail: approval.comment,
    })),
    { id: 'lease', icon: <Flag />, title: 'Lease written', instant: lease.createdAt },
    ...lease.facts.map(factEvent),
    ...(lease.secretRevealedAt ? [{ id: 'revealed', icon: <Eye />, title: 'Secret shown to its holder, once', instant: lease.secretRevealedAt }] : []),
    ...(revocation
      ? [
          {
            id: 'ending',
            icon: <Flag />,
            title: `Revocation requested: ${(REASONS[lease.endReason ?? ''] ?? 'it ended').toLowerCase()}`,
            instant: revocation.requestedAt,
          },
        ]
      : []),
    ...(revocation?.unconfirmedAt
      ? [
          {
            id: 'unconfirmed',
            icon: <TriangleAlert />,
            tone: 'bad' as const,
            title: 'Not confirmed: alarm raised',
            instant: revocation.unconfirmedAt,
            detail: revocation.problem,
          },
        ]
      : []),
    ...(revocation?.confirmedAt
      ? [{ id: 'confirmed', icon: <ShieldCheck />, tone: 'good' as const, title: 'Confirmed dead', instant: revocation.confirmedAt }]
      : []),
  ].toSorted((one, other) => one.instant.getTime() - other.instant.getTime())
  const ahead: TimelineEvent[] =
    lease.state === 'ended' || revocation?.confirmedAt
      ? []
      : [{ id: 'ahead', title: revocation ? 'The target proves it' : 'It ends, and the target proves it', instant: null }]
  return <Timeline events={[...events, ...ahead]} label="The lease from request to proof" />
}

function factEvent(fact: LeaseFact) {
  const known = FACTS[fact.kind] ?? { icon: <CircleX />, done: fact.kind, failed: fact.kind }
  const detail = [fact.detail['detail'], fact.detail['reason'], fact.detail['problem']].find((text) => typeof text === 'string' && text !== '')
  return {
    id: `fact-${fact.seq}`,
    icon: known.icon,
    tone: fact.ok ? ('good' as const) : ('bad' as const),
    title: fact.ok ? known.done : known.failed,
    instant: fact.at,
    detail: typeof detail === 'string' ? detail : undefined,
  }
}
