import { InboxIcon } from 'lucide-react'
import type { Metadata } from 'next'
import { InboxItem } from '#components/inbox/inbox-item.tsx'
import { InboxSection } from '#components/inbox/inbox-section.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { DAY, HOUR, durationInWords } from '#lib/core/time.ts'
import { showInbox } from '#lib/notifications/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage() {
  const context = await currentContext()
  const { alarms, successions, requests, identityRequests, leases, ungoverned, expiring, count } = await showInbox(context, {})
  const ask = may(context.actor, 'access.request') && (
    <LinkButton href="/access/new" variant="primary">
      Request access
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        title="Inbox"
        description={count === 0 ? 'Nothing waits for you.' : `${count} ${count === 1 ? 'thing waits' : 'things wait'} for you, the most urgent first.`}
        action={ask}
      />
      {count + leases.length === 0 && (
        <EmptyState icon={<InboxIcon aria-hidden="true" />} title="You are done" action={<LinkButton href="/inventory">Open the inventory</LinkButton>}>
          Requests to answer, identities of yours that lack a purpose or an end, and revocations that could not be confirmed appear here.
        </EmptyState>
      )}
      <InboxSection title="Revocations that are not confirmed" count={alarms.length}>
        {alarms.map((lease) => (
          <InboxItem
            key={lease.id}
            href={`/access/leases/${lease.id}`}
            title={`${lease.privilegeName} on ${lease.system.name}`}
            detail={`Held by ${lease.holder.name}. ${lease.revocation?.problem ?? ''}`}
            mark={<StateBadge state="unconfirmed" />}
          >
            <RelativeTime instant={lease.revocation?.unconfirmedAt ?? null} />
          </InboxItem>
        ))}
      </InboxSection>
      <InboxSection title="Identities of people who left" count={successions.length}>
        {successions.map((succession) => (
          <InboxItem
            key={succession.id}
            href="/inventory/successions"
            title={`${succession.personName} left: ${succession.identities.toLocaleString('en')} ${succession.identities === 1 ? 'identity waits' : 'identities wait'} for you`}
            detail={succession.asked ? 'Take them over, or decline them' : 'Nobody is asked any more: name somebody, or take them over'}
            mark={<StateBadge state="pending">{succession.asked ? 'Asked' : 'Nobody asked'}</StateBadge>}
          >
            <Countdown deadline={succession.deadlineAt} warnBelowMs={3 * DAY} over="past: being quarantined" />
          </InboxItem>
        ))}
      </InboxSection>
      <InboxSection title="Access requests to answer" count={requests.length}>
        {requests.map((request) => (
          <InboxItem
            key={request.id}
            href={`/access/requests/${request.id}`}
            title={`${request.requester.name} asks for ${request.privilege.title}`}
            detail={`${request.system.name}, ${request.environment}, for ${durationInWords(request.durationSeconds * 1000)}: ${request.purpose}`}
            mark={<StateBadge state="pending">{`${request.privilege.risk} risk`}</StateBadge>}
          >
            <Countdown deadline={request.openUntil} warnBelowMs={HOUR} />
          </InboxItem>
        ))}
      </InboxSection>
      <InboxSection title="Identity requests to answer" count={identityRequests.length}>
        {identityRequests.map((request) => (
          <InboxItem
            key={request.id}
            href={`/inventory/requests/${request.id}`}
            title={`${request.requester.name} asks for a new identity: ${request.name}`}
            detail={`${request.system.name}, ${request.environment}, owned by ${request.owner.name}: ${request.purpose}`}
            mark={<StateBadge state="pending" />}
          >
            <RelativeTime instant={request.createdAt} />
          </InboxItem>
        ))}
      </InboxSection>
      <InboxSection title="Your leases" count={leases.length}>
        {leases.map((lease) => (
          <InboxItem
            key={lease.id}
            href={`/access/leases/${lease.id}`}
            title={`${lease.privilegeName} on ${lease.system.name}`}
            detail={lease.state === 'active' && !lease.secretRevealedAt ? 'Its secret waits for you: it is shown once' : 'End it as soon as you are done'}
            mark={<StateBadge state={(lease.state === 'ending' ? 'requested' : lease.state) as State} />}
          >
            <Countdown deadline={lease.endsAt} />
          </InboxItem>
        ))}
      </InboxSection>
      <InboxSection title="Your identities that are not governed" count={ungoverned.length} more="/inventory?owner=me&governed=no">
        {ungoverned.map((identity) => (
          <InboxItem
            key={identity.id}
            href={`/inventory/${identity.id}`}
            title={identity.name}
            detail={`${identity.system.name}: set ${missingWords(identity)}`}
            mark={<StateBadge state="ungoverned" />}
          />
        ))}
      </InboxSection>
      <InboxSection title="Your identities that expire within 30 days" count={expiring.length} more="/inventory?owner=me&expiry=30d">
        {expiring.map((identity) => (
          <InboxItem
            key={identity.id}
            href={`/inventory/${identity.id}`}
            title={identity.name}
            detail={`${identity.system.name}: extend it with a reason, or let it end`}
            mark={<StateBadge state="expired">{(identity.expiresAt ?? context.now) < context.now ? 'Expired' : 'Expires'}</StateBadge>}
          >
            <RelativeTime instant={identity.expiresAt} />
          </InboxItem>
        ))}
      </InboxSection>
    </>
  )
}

function missingWords(identity: { purpose: string | null; environment: string | null; expiresAt: Date | null }): string {
  const missing = [identity.purpose === null && 'purpose', identity.environment === null && 'environment', identity.expiresAt === null && 'expiry'].filter(
    Boolean,
  )
  return missing.join(', ')
}
