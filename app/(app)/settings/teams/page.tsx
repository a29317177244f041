import { UsersRound } from 'lucide-react'
import type { Metadata } from 'next'
import { CreateTeam } from '#components/ownership/create-team.tsx'
import { TeamTable } from '#components/ownership/team-table.tsx'
import { SettingsTabs } from '#components/people/settings-tabs.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { listTeams } from '#lib/ownership/teams/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { makeTeam } from '../actions.ts'

export const metadata: Metadata = { title: 'Teams' }

export default async function TeamsPage() {
  const context = await currentContext()
  const [teams, people] = await Promise.all([listTeams(context, {}), listPeople(context, {})])
  const creates = may(context.actor, 'ownership.createTeam')
  return (
    <>
      <PageHeader
        title="Teams"
        description="People who answer together. A team sees its identities, and stands in for their owner; its lead is asked first."
        action={creates ? <CreateTeam people={people} create={makeTeam} /> : undefined}
      />
      <SettingsTabs current="/settings/teams" />
      {teams.length > 0 ? (
        <TeamTable teams={teams} />
      ) : (
        <EmptyState icon={<UsersRound aria-hidden="true" />} title="There is no team yet">
          {creates ? 'Create one, then give it identities or whole systems.' : 'An admin creates teams and gives them identities or whole systems.'}
        </EmptyState>
      )}
    </>
  )
}
