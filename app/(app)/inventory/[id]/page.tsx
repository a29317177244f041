import type { Metadata } from 'next'
import { FindingList } from '#components/findings/finding-list.tsx'
import { Classification } from '#components/inventory/classification.tsx'
import { CredentialTable } from '#components/inventory/credential-table.tsx'
import { EntitlementTable } from '#components/inventory/entitlement-table.tsx'
import { IdentityActivity } from '#components/inventory/identity-activity.tsx'
import { IdentityFacts } from '#components/inventory/identity-facts.tsx'
import { IdentityHeader } from '#components/inventory/identity-header.tsx'
import { IdentityHistory } from '#components/inventory/identity-history.tsx'
import { MergeList } from '#components/inventory/merge-list.tsx'
import { OwnerSuggestions } from '#components/inventory/owner-suggestions.tsx'
import { Stewardship } from '#components/inventory/stewardship.tsx'
import { OffboardIdentity } from '#components/lifecycle/offboard-identity.tsx'
import { Section } from '#components/ui/section.tsx'
import { listActivity, showActivity } from '#lib/activity/queries.ts'
import { findingsOfIdentity } from '#lib/findings/queries.ts'
import { showIdentity } from '#lib/inventory/queries.ts'
import { mayCorrect } from '#lib/inventory/rules.ts'
import { showLifecycle, showRotation } from '#lib/lifecycle/queries.ts'
import { may as permits } from '#lib/people/permissions.rules.ts'
import { showStewards, suggestOwner } from '#lib/ownership/queries.ts'
import { listTeams } from '#lib/ownership/teams/queries.ts'
import { listPeople } from '#lib/people/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { disable, offboard, quarantine, remove, restore, rotateWithin } from '../offboardings/actions.ts'
import {
  assign,
  classify,
  classifyPrivilege,
  declare,
  expire,
  giveToTeam,
  nameBackups,
  nameSponsor,
  place,
  separate,
  takeBackChange,
  takeOverIdentity,
  withdraw,
} from '../actions.ts'

export const metadata: Metadata = { title: 'Identity' }

export default async function IdentityPage({ params }: PageProps<'/inventory/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const { identity, credentials, entitlements, merges, history } = await orNotFound(showIdentity(context, { id }))
  const [people, teams, stewards, activity, events, suggestions, findings, lifecycle, rotation] = await Promise.all([
    listPeople(context, {}),
    listTeams(context, {}),
    showStewards(context, { id }),
    showActivity(context, { identityId: id }),
    listActivity(context, { identityId: id }),
    identity.owner ? [] : suggestOwner(context, { id }),
    findingsOfIdentity(context, { identityId: id }),
    showLifecycle(context, { identityId: id }),
    showRotation(context, { identityId: id }),
  ])
  const here = identity.vanishedAt === null
  const may = { steward: here && stewards.may.steward, declare: here && stewards.may.declare, takeOver: here && stewards.may.takeOver }
  // On its way out, that is the first thing to know and to act on; in service, it is one of the last
  const leaving = lifecycle.offboarding !== null && lifecycle.offboarding.endedAt === null
  const outOfService = <OffboardIdentity lifecycle={lifecycle} actions={{ offboard, disable, quarantine, restore, remove }} now={context.now} />
  return (
    <>
      <IdentityHeader identity={identity} merges={merges} now={context.now} />
      {leaving && outOfService}
      {findings.length > 0 && (
        <Section title={`Findings (${findings.length})`} description="What breaks a rule here. Each says what to do about it." className="border-t-0" flush>
          <FindingList findings={findings} />
        </Section>
      )}
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
      <Section
        title="What it is"
        description="The class and the privilege, with the evidence and how sure it is. A correction stands over what the source says."
      >
        <Classification
          identity={identity}
          editable={here && mayCorrect(context.actor, { ownerId: identity.owner?.id ?? null })}
          actions={{ correctClass: classify, correctPrivilege: classifyPrivilege, withdraw }}
        />
      </Section>
      <Section title={`Credentials (${credentials.total.toLocaleString('en')})`} flush>
        <CredentialTable credentials={credentials} rotation={rotation.rotations} rotate={rotation.editable ? rotateWithin : undefined} />
      </Section>
      <Section title={`Entitlements (${entitlements.total.toLocaleString('en')})`} flush>
        <EntitlementTable entitlements={entitlements} />
      </Section>
      {!leaving && outOfService}
      <Section title="Activity" description="What its system’s own logs and sessions showed in the last 90 days." flush>
        <IdentityActivity activity={activity} events={events.rows.slice(0, 20)} />
      </Section>
      {merges.length > 0 && (
        <Section title={`Merged sources (${merges.length})`} description="Other systems that speak of the same principal, and how Tenure knows." flush>
          <MergeList merges={merges} separate={permits(context.actor, 'inventory.separate') ? separate : null} />
        </Section>
      )}
      <Section title="Facts from the source">
        <IdentityFacts identity={identity} />
      </Section>
      <Section title="History">
        <IdentityHistory items={history} />
      </Section>
    </>
  )
}
