import type { Metadata } from 'next'
import { CredentialTable } from '#components/inventory/credential-table.tsx'
import { EntitlementTable } from '#components/inventory/entitlement-table.tsx'
import { IdentityActivity } from '#components/inventory/identity-activity.tsx'
import { IdentityFacts } from '#components/inventory/identity-facts.tsx'
import { IdentityHistory } from '#components/inventory/identity-history.tsx'
import { OwnerSuggestions } from '#components/inventory/owner-suggestions.tsx'
import { Stewardship } from '#components/inventory/stewardship.tsx'
import { ReturnLink } from '#components/data-table/return-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { listActivity, showActivity } from '#lib/activity/queries.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import { showIdentity } from '#lib/inventory/queries.ts'
import { showStewards, suggestOwner } from '#lib/ownership/queries.ts'
import { listTeams } from '#lib/ownership/teams/queries.ts'
import { listPeople } from '#lib/people/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { assign, declare, expire, giveToTeam, nameBackups, nameSponsor, place, takeBackChange, takeOverIdentity } from '../actions.ts'

export const metadata: Metadata = { title: 'Identity' }

export default async function IdentityPage({ params }: PageProps<'/inventory/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const { identity, credentials, entitlements, history } = await orNotFound(showIdentity(context, { id }))
  const [people, teams, stewards, activity, events, suggestions] = await Promise.all([
    listPeople(context, {}),
    listTeams(context, {}),
    showStewards(context, { id }),
    showActivity(context, { identityId: id }),
    listActivity(context, { identityId: id }),
    identity.owner ? [] : suggestOwner(context, { id }),
  ])
  const here = identity.vanishedAt === null
  const may = { steward: here && stewards.may.steward, declare: here && stewards.may.declare, takeOver: here && stewards.may.takeOver }
  const state = identity.vanishedAt ? 'vanished' : identity.governed ? 'governed' : 'ungoverned'
  return (
    <>
      <div className="px-4 pt-3 md:px-6">
        <ReturnLink href="/inventory">Inventory</ReturnLink>
      </div>
      <PageHeader
        title={identity.name}
        description={`${IDENTITY_CLASS_LABELS[identity.class]} on ${identity.system.name}`}
        badges={
          <>
            <StateBadge state={state} />
            {identity.privileged && <Badge tone="warn">privileged</Badge>}
            {!identity.enabled && <Badge>disabled</Badge>}
            {identity.expiresAt && identity.expiresAt < context.now && <StateBadge state="expired" />}
            {identity.sample && <Badge tone="info">sample</Badge>}
          </>
        }
      />
      <Section
        title="Who, what for, until when"
        description={
          may.declare
            ? 'With owner, purpose, environment and expiry an identity is governed. Each change needs a reason.'
            : 'With owner, purpose, environment and expiry an identity is governed. Its owner, whoever stands in for them, and admins change them.'
        }
      >
        <Stewardship
          identity={identity}
          stewards={stewards}
          people={people}
          teams={teams}
          may={may}
          actions={{ assign, declare, place, expire, nameBackups, giveToTeam, nameSponsor, takeOver: takeOverIdentity, takeBack: takeBackChange }}
        />
        {suggestions.length > 0 && <OwnerSuggestions suggestions={suggestions} />}
      </Section>
      <Section title={`Credentials (${credentials.total.toLocaleString('en')})`} flush>
        <CredentialTable credentials={credentials} />
      </Section>
      <Section title={`Entitlements (${entitlements.total.toLocaleString('en')})`} flush>
        <EntitlementTable entitlements={entitlements} />
      </Section>
      <Section title="Activity" description="What its system’s own logs and sessions showed in the last 90 days." flush>
        <IdentityActivity activity={activity} events={events.rows.slice(0, 20)} />
      </Section>
      <Section title="Facts from the source">
        <IdentityFacts identity={identity} />
      </Section>
      <Section title="History">
        <IdentityHistory items={history} />
      </Section>
    </>
  )
}
