import type { Metadata } from 'next'
import { LeaseActions } from '#components/access/lease-actions.tsx'
import { leaseState } from '#components/access/lease-state.ts'
import { LeaseStory } from '#components/access/lease-story.tsx'
import { ProofSummary } from '#components/access/proof-summary.tsx'
import { ResidualWords } from '#components/access/residual-words.tsx'
import { SecretPanel } from '#components/access/secret-panel.tsx'
import { UnconfirmedAlarm } from '#components/access/unconfirmed-alarm.tsx'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RefreshWhile } from '#components/ui/refresh-while.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { showLease } from '#lib/leases/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { complete, reveal, revoke } from '../../actions.ts'

export const metadata: Metadata = { title: 'Lease' }

export default async function LeasePage({ params }: PageProps<'/access/leases/[id]'>) {
  const { id } = await params
  const lease = await orNotFound(showLease(await currentContext(), { id }))
  const facts = [
    { term: 'Holder', detail: lease.holder.name },
    { term: 'System', detail: `${lease.system.name} · ${lease.system.environment}` },
    { term: 'Account on the target', detail: <CopyableId id={lease.account} what="account" head={14} tail={6} /> },
    { term: 'Start', detail: <RelativeTime instant={lease.startsAt} /> },
    { term: 'End', detail: <RelativeTime instant={lease.endsAt} /> },
    { term: 'Request', detail: <TextLink href={toRoute(`/access/requests/${lease.requestId}`)}>{lease.request.purpose}</TextLink> },
    { term: 'Digest', detail: <CopyableId id={lease.digest} what="digest" head={10} tail={10} /> },
  ]
  return (
    <>
      <RefreshWhile active={lease.state === 'minting' || lease.state === 'ending' || lease.state === 'scheduled'} />
      <PageHeader
        crumbs={[
          { label: 'Access', href: '/access' },
          { label: 'Leases', href: '/access/leases' },
        ]}
        title={`${lease.request.privilege.title} on ${lease.system.name}`}
        badges={
          <>
            <StateBadge {...leaseState(lease)} />
            {lease.state === 'active' && <Countdown deadline={lease.endsAt} />}
          </>
        }
        action={<LeaseActions lease={lease} complete={complete} revoke={revoke} />}
      />
      <UnconfirmedAlarm lease={lease} />
      {lease.mine && lease.state === 'active' && (
        <SecretPanel leaseId={lease.id} login={lease.login} revealed={lease.secretRevealedAt !== null} reveal={reveal} />
      )}
      <Section title="Residual clock" description="The latest moment at which anything of this lease could still work.">
        <p className="text-base font-medium">
          <ResidualWords residual={lease.residual} />
        </p>
        <p className="text-sm text-muted">{lease.residual.why}.</p>
      </Section>
      {lease.revocation && <ProofSummary facts={lease.facts} />}
      <Section title="The lease">
        <DefinitionList items={facts} columns={2} />
      </Section>
      <Section title="The whole story">
        <LeaseStory lease={lease} />
      </Section>
    </>
  )
}
