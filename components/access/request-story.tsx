import { BookOpenCheck, CircleCheck, CircleSlash, Send } from 'lucide-react'
import { Timeline, type TimelineEvent } from '#components/ui/timeline.tsx'
import { durationInWords } from '#lib/core/time.ts'

type Request = {
  state: string
  createdAt: Date
  decidedAt: Date | null
  requester: { name: string }
  decision: { at: Date; outcome: string; reasons: { says: string }[]; policyVersion: number }
  approvals: readonly { id: string; at: Date; verdict: string; comment: string; grantedSeconds: number | null; approver: { name: string } }[]
}

const OUTCOME: Record<string, string> = { permit: 'Policy permitted it', review: 'Policy asked for a person', deny: 'Policy denied it' }
const CLOSED: Record<string, string> = { cancelled: 'Cancelled by the requester', expired: 'Nobody answered in time' }

/** What happened to a request, from the wish to the answer. Props: `request`. */
export function RequestStory({ request }: { request: Request }) {
  const { decision } = request
  const events: TimelineEvent[] = [
    { id: 'asked', icon: <Send />, title: `${request.requester.name} asked`, instant: request.createdAt },
    {
      id: 'decided',
      icon: <BookOpenCheck />,
      tone: decision.outcome === 'deny' ? 'bad' : decision.outcome === 'review' ? 'wait' : 'good',
      title: OUTCOME[decision.outcome] ?? decision.outcome,
      instant: decision.at,
      detail: `${decision.reasons.map((reason) => reason.says).join('. ')} (policy version ${decision.policyVersion})`,
    },
    ...request.approvals.map(answer),
    ...(CLOSED[request.state] ? [{ id: 'closed', icon: <CircleSlash />, title: CLOSED[request.state], instant: request.decidedAt }] : []),
    ...(request.state === 'pending' ? [{ id: 'answer', title: 'An approver answers', instant: null }] : []),
  ]
  return <Timeline events={events} label="What happened to this request" />
}

function answer({ id, at, verdict, comment, grantedSeconds, approver }: Request['approvals'][number]): TimelineEvent {
  const granted = grantedSeconds === null ? '' : ` for ${durationInWords(grantedSeconds * 1000)}`
  return {
    id,
    icon: verdict === 'approve' ? <CircleCheck /> : <CircleSlash />,
    tone: verdict === 'approve' ? 'good' : 'bad',
    title: verdict === 'approve' ? `${approver.name} approved it${granted}` : `${approver.name} denied it`,
    instant: at,
    detail: comment,
  }
}
