import type { Metadata } from 'next'
import { TeamMembers } from '#components/ownership/team-members.tsx'
import { TeamName } from '#components/ownership/team-name.tsx'
import { TeamSystems } from '#components/ownership/team-systems.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { showTeam } from '#lib/ownership/teams/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { change, chooseLead, giveSystem, rename } from '../../actions.ts'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage({ params }: PageProps<'/settings/teams/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const team = await orNotFound(showTeam(context, { id }))
  const [people, systems] = await Promise.all([listPeople(context, {}), listSystems(context, {})])
  const names = may(context.actor, 'ownership.renameTeam')
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Settings', href: '/settings' },
          { label: 'Teams', href: '/settings/teams' },
        ]}
        title={team.name}
        description={team.lead ? `Led by ${team.lead.name}${team.lead.active ? '' : ', who left'}` : 'Nobody leads it'}
        secondary={<LinkButton href={toRoute(`/inventory?owner=nobody&team=${id}`)}>Open its orphans</LinkButton>}
        action={
          <LinkButton href={toRoute(`/inventory?team=${id}`)} variant="primary">
            Open its inventory
          </LinkButton>
        }
      />
      <Section title={`People (${team.members.length})`} flush>
        <TeamMembers team={team} people={people} changes={team.may.changeMembers} change={change} {...(names ? { chooseLead } : {})} />
      </Section>
      <Section title={`Systems (${team.systems.length})`} description="What they hold falls to this team where it has no team of its own.">
        <TeamSystems team={team} systems={systems} {...(may(context.actor, 'ownership.setSystemTeam') ? { give: giveSystem } : {})} />
      </Section>
      {names && (
        <Section title="Rename it">
          <TeamName team={team} rename={rename} />
        </Section>
      )}
    </>
  )
}
