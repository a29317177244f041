import { DAY, shift } from '#lib/core/time.ts'
import { type Connection, type Pool, withConnection } from '#lib/db/pool.ts'
import { ACTIVITY_DAYS } from './activity.ts'
import { boundaryRows } from './boundaries.ts'
import { exposureRows } from './exposures.ts'
import { identityRows } from './identity-rows.ts'
import { LEFT_DAYS_AGO, type People } from './people.ts'
import { backdate, insertRows, type Row } from './rows.ts'
import { awsAccount } from './scenarios/aws-account.ts'
import { entraTenant } from './scenarios/entra-tenant.ts'
import { githubOrganisation } from './scenarios/github-organisation.ts'
import { kubernetesCluster } from './scenarios/kubernetes-cluster.ts'
import { serversAndEndpoints } from './scenarios/servers-and-endpoints.ts'
import { syncHistory } from './sync-history.ts'
import { sampleTeams, TEAM_OF_SYSTEM } from './teams.ts'

const FED_BY_FILES = [awsAccount, kubernetesCluster, githubOrganisation, entraTenant, serversAndEndpoints]

/** Runs `work` in one transaction on a connection of its own. */
export function inOneTransaction(pool: Pool, work: (connection: Connection) => Promise<void>): Promise<void> {
  return withConnection(pool, async (connection) => {
    await connection.query('BEGIN')
    await work(connection)
    await connection.query('COMMIT')
  })
}

/** The people and the five systems that are fed by files, with what happened to them in the 90 days before `now`: set-based, in one transaction. */
export function seedEstate(pool: Pool, { now, people }: { now: Date; people: People }): Promise<void> {
  const { ids: teamIds, teams, members } = sampleTeams(now, people)
  const sources = FED_BY_FILES.map((source) => estateOf(source, { now, people, teamIds }))
  const identities = sources.flatMap((source) => source.identities)
  const scanner = exposureRows(now, identities.flatMap(keyHolder))
  const systems = [
    ...sources.map(({ key, history }) => ({ ...history.system, teamId: teamIds[TEAM_OF_SYSTEM[key] ?? 'Platform'] })),
    { ...scanner.system, teamId: teamIds.Security },
  ]
  const systemIds = new Map(sources.map(({ key, history }) => [key, history.system.id]))
  const trusts = trustsOf(sources)
  const audit = sources.flatMap((source) => [...source.history.audit, ...source.identities.flatMap((one) => one.audit)]).toSorted(byAt)
  return inOneTransaction(pool, async (connection) => {
    await connection.query('SELECT tenure_ensure_activity_partitions($1::timestamptz, $2::timestamptz)', [
      shift(now, -(ACTIVITY_DAYS + 2) * DAY),
      shift(now, DAY),
    ])
    await insertRows(connection, 'app_user', Object.values(people))
    await insertRows(connection, 'team', teams)
    await insertRows(connection, 'team_member', members)
    await insertRows(connection, 'system', systems)
    await insertRows(
      connection,
      'sync_run',
      sources.flatMap(({ history }) => history.runs),
    )
    await insertRows(
      connection,
      'identity',
      identities.map(({ identity }) => identity),
    )
    await insertRows(
      connection,
      'credential',
      identities.flatMap(({ credentials }) => credentials),
    )
    await insertRows(
      connection,
      'entitlement',
      identities.flatMap(({ entitlements }) => entitlements),
    )
    await insertRows(connection, 'trust', trusts)
    await insertRows(connection, 'exposure', scanner.exposures)
    await insertRows(connection, 'boundary', boundaryRows(now, systemIds))
    await insertRows(
      connection,
      'activity_event',
      identities.flatMap(({ events }) => events),
    )
    await insertRows(connection, 'audit_entry', audit)

    await backdate(
      connection,
      'app_user',
      Object.values(people).map((person) => ({
        id: person.id,
        bornAt: person.createdAt,
        turns: person.active ? [] : [{ at: shift(now, -LEFT_DAYS_AGO * DAY), before: { active: true } }],
      })),
    )
    await backdate(
      connection,
      'team',
      teams.map(({ id, createdAt }) => ({ id, bornAt: createdAt })),
    )
    await backdate(
      connection,
      'system',
      systems.map(({ id, createdAt }) => ({ id, bornAt: createdAt })),
    )
    await backdate(
      connection,
      'identity',
      identities.map(({ identity, turns }) => ({ id: identity.id, bornAt: identity.firstSeenAt, turns })),
    )
    await backdate(connection, 'credential', identities.flatMap(({ credentials }) => credentials).map(bornWhenSeen))
    await backdate(connection, 'trust', trusts.map(bornWhenSeen))
    await backdate(connection, 'exposure', scanner.exposures.map(bornWhenSeen))
    await backdate(connection, 'entitlement', identities.flatMap(({ entitlements }) => entitlements).map(bornWhenSeen))
  })
}

function estateOf(
  source: (typeof FED_BY_FILES)[number],
  { now, people, teamIds: teams }: { now: Date; people: People; teamIds: ReturnType<typeof sampleTeams>['ids'] },
) {
  const count = (rows: readonly (readonly unknown[])[]) => rows.reduce((sum, list) => sum + list.length, 0)
  const present = source.principals
  const totals = {
    identities: present.length,
    credentials: count(present.map(({ credentials }) => credentials)),
    entitlements: count(present.map(({ entitlements }) => entitlements)),
  }
  const history = syncHistory(source, totals, { admin: people.edda, now })
  const identities = present.map((principal) => ({
    key: `${source.key}:${principal.externalId}`,
    ...identityRows(principal, { system: source, systemId: history.system.id, teams, now, people }),
  }))
  return { key: source.key, history, identities }
}

type Source = ReturnType<typeof estateOf>

/** The trusts of all sources, each with the identity that is its principal, where the estate has it. */
function trustsOf(sources: readonly Source[]): Row[] {
  const ids = new Map(sources.flatMap(({ identities }) => identities.map(({ key, identity }) => [key, identity.id])))
  return sources.flatMap(({ identities }) =>
    identities.flatMap(({ trusts }) => trusts.map(({ row, principalKey }) => ({ ...row, principalId: principalKey ? (ids.get(principalKey) ?? null) : null }))),
  )
}

/** An identity with the first of its keys that has a fingerprint. */
function keyHolder({ identity, credentials }: Source['identities'][number]) {
  const held = credentials.find(({ fingerprint }) => typeof fingerprint === 'string') as { id: string; fingerprint: string } | undefined
  return held ? [{ name: String(identity['name']), identityId: identity.id, credentialId: held.id, fingerprint: held.fingerprint }] : []
}

const byAt = (one: Row, other: Row) => Number(one['at']) - Number(other['at'])

/** What hangs on an identity came with it; when it went, is a version of its own. */
function bornWhenSeen(row: Row) {
  const { id, firstSeenAt, vanishedAt } = row as { id: string; firstSeenAt: Date; vanishedAt: Date | null }
  return { id, bornAt: firstSeenAt, turns: vanishedAt ? [{ at: vanishedAt, before: { vanished_at: null } }] : [] }
}
