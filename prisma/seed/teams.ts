import type { TeamId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { OWNERS_OF_TEAM, type People, type PersonKey, type Team } from './people.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'

const TEAMS = Object.keys(OWNERS_OF_TEAM) as Team[]
/** Who answers for what a system holds and no team claims. */
export const TEAM_OF_SYSTEM: Readonly<Record<string, Team>> = {
  aws: 'Platform',
  kubernetes: 'Platform',
  github: 'Platform',
  entra: 'Corporate IT',
  hosts: 'Corporate IT',
}
/** Somebody who has left leads nothing. */
const LEADS: Readonly<Partial<Record<Team, PersonKey>>> = { 'Corporate IT': 'mateo' }

/** The teams of the invented company, with their leads and members. */
export function sampleTeams(
  now: Date,
  people: People,
): { ids: Readonly<Record<Team, TeamId>>; teams: (Row & { id: string; createdAt: Date })[]; members: Row[] } {
  const createdAt = shift(now, -110 * DAY)
  const idOf = (team: Team) => sampleId('tea', createdAt, team)
  const active = (team: Team) => [...new Set(OWNERS_OF_TEAM[team])].filter((key) => people[key].active)
  return {
    ids: Object.fromEntries(TEAMS.map((team) => [team, idOf(team)])) as Record<Team, TeamId>,
    teams: TEAMS.map((team) => ({ id: idOf(team), name: team, leadId: people[LEADS[team] ?? active(team)[0] ?? 'edda'].id, sample: true, createdAt })),
    members: TEAMS.flatMap((team) => active(team).map((key) => ({ teamId: idOf(team), userId: people[key].id }))),
  }
}
