import type { Metadata } from 'next'
import { AnswerRequest } from '#components/access/answer-request.tsx'
import { riskTone } from '#components/access/privilege-summary.tsx'
import { RequestStory } from '#components/access/request-story.tsx'
import { TouchesTable } from '#components/access/touches-table.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RefreshWhile } from '#components/ui/refresh-while.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { toRoute } from '#components/ui/to-route.ts'
import { showRequest } from '#lib/access/queries.ts'
import { durationInWords } from '#lib/core/time.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { approve, cancel, deny } from '../../actions.ts'

export const metadata: Metadata = { title: 'Access request' }

export default async function RequestPage({ params }: PageProps<'/access/requests/[id]'>) {
  const { id } = await params
  const request = await orNotFound(showRequest(await currentContext(), { id }))
  const facts = [
    { term: 'Purpose', detail: request.purpose },
    { term: 'Asked by', detail: request.requester.name },
    { term: 'System', detail: `${request.system.name} · ${request.environment}` },
    { term: 'Privilege', detail: <span className="font-mono text-xs">{request.privilegeName}</span> },
    { term: 'Duration', detail: durationInWords(request.durationSeconds * 1000) },
    { term: 'Start', detail: request.startsAt ? <RelativeTime instant={request.startsAt} /> : 'As soon as it is approved' },
    { term: 'Ticket', detail: request.ticket },
    { term: 'Digest', detail: <CopyableId id={request.digest} what="digest" head={10} tail={10} /> },
  ]
  return (
    <>
      {/* The lease of an approved request is written a moment after the approval. */}
      <RefreshWhile active={request.state === 'approved' && request.lease === null} />
      <PageHeader
        crumbs={[{ label: 'Access', href: '/access' }]}
        title={`${request.privilege.title} for ${request.requester.name}`}
        badges={
          <>
            <StateBadge state={request.state as State} />
            <Badge tone={riskTone(request.privilege.risk)}>{request.privilege.risk} risk</Badge>
            {request.state === 'pending' && <Countdown deadline={request.openUntil} />}
          </>
        }
        action={
          request.lease ? (
            <LinkButton href={toRoute(`/access/leases/${request.lease.id}`)} variant="primary">
              Open the lease
            </LinkButton>
          ) : undefined
        }
      />
      {(request.may.answer || request.may.cancel) && <AnswerRequest request={request} approve={approve} deny={deny} cancel={cancel} />}
      <Section title="What is asked for" description="An approval is bound to exactly this: its digest covers every line.">
        <DefinitionList items={facts} columns={2} />
      </Section>
      <Section
        title="What it would touch"
        description={request.touches.total > 0 ? `What ${request.privilegeName} reaches on ${request.system.name}, as discovery last saw it.` : undefined}
        flush={request.touches.total > 0}
      >
        <TouchesTable touches={request.touches} />
      </Section>
      <Section title="What happened">
        <RequestStory request={request} />
      </Section>
    </>
  )
}
