import { CircleCheck, CircleSlash, Send } from 'lucide-react'
import type { Metadata } from 'next'
import { AnswerIdentityRequest } from '#components/ownership/answer-identity-request.tsx'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { Timeline } from '#components/ui/timeline.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import { showIdentityRequest } from '#lib/ownership/requests/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { approve, cancel, deny } from '../actions.ts'

export const metadata: Metadata = { title: 'Identity request' }

const ANSWERS: Record<string, string> = { approved: 'approved it', denied: 'denied it', cancelled: 'took it back' }

export default async function IdentityRequestPage({ params }: PageProps<'/inventory/requests/[id]'>) {
  const { id } = await params
  const request = await orNotFound(showIdentityRequest(await currentContext(), { id }))
  const facts = [
    { term: 'System', detail: request.system.name },
    { term: 'Key at the source', detail: <CopyableId id={request.externalId} what="key" head={24} tail={12} /> },
    { term: 'Class', detail: IDENTITY_CLASS_LABELS[request.class] },
    { term: 'Owner to be', detail: request.owner.name },
    { term: 'Environment', detail: request.environment },
    { term: 'Until', detail: <RelativeTime instant={request.expiresAt} /> },
    { term: 'Purpose', detail: request.purpose },
    { term: 'Why it is needed', detail: request.justification },
  ]
  const answered = ANSWERS[request.state]
  const events = [
    { id: 'asked', icon: <Send />, title: `${request.requester.name} asked`, instant: request.createdAt },
    answered
      ? {
          id: 'answered',
          icon: request.state === 'approved' ? <CircleCheck /> : <CircleSlash />,
          tone: request.state === 'approved' ? ('good' as const) : ('bad' as const),
          title: `${request.decider?.name ?? request.requester.name} ${answered}`,
          instant: request.decidedAt,
          detail: request.comment,
        }
      : { id: 'waits', title: 'An approver or an admin answers', instant: null },
  ]
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Inventory', href: '/inventory' },
          { label: 'Requests', href: '/inventory/requests' },
        ]}
        title={request.name}
        description={`Asked for by ${request.requester.name}`}
        badges={<StateBadge state={request.state as State} />}
        action={
          request.identity ? (
            <LinkButton href={toRoute(`/inventory/${request.identity.id}`)} variant="primary">
              Open the identity
            </LinkButton>
          ) : undefined
        }
      />
      {(request.may.answer || request.may.cancel) && <AnswerIdentityRequest id={id} may={request.may} approve={approve} deny={deny} cancel={cancel} />}
      <Section title="What is asked for" description="An answer is to exactly this: nothing of it can be changed any more.">
        <DefinitionList items={facts} columns={2} />
      </Section>
      <Section title="What happened">
        <Timeline events={events} label="What happened to this request" />
      </Section>
    </>
  )
}
