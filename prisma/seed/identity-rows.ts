import type { IdentityId, TeamId } from '#lib/core/ids.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { drawActivity } from './activity.ts'
import { credentialRow } from './credential-row.ts'
import type { Principal, SampleSystem, SampleTrust } from './estate.ts'
import type { People, Team } from './people.ts'
import type { Row, Turn } from './rows.ts'
import { sampleId } from './sample-id.ts'
import { type Random, seededRandom } from './seeded-random.ts'
import { declare, drawProgress } from './stewardship.ts'

/** What a principal becomes in the register: its row and what hangs on it, with the versions it went through. */
export type IdentityRows = {
  identity: Row & { id: IdentityId; firstSeenAt: Date }
  turns: Turn[]
  credentials: Row[]
  entitlements: Row[]
  /** With whom each names as its principal; `register` below finds that one's id. */
  trusts: TrustRow[]
  events: Row[]
  audit: Row[]
}

/** A trust, and the key at its source of the identity that is its principal, if the estate has it. */
export type TrustRow = { row: Row; principalKey: string | null }

/** Gone from their systems since that many days. */
const VANISHED: Readonly<Record<string, number>> = { 'svc-textract-pilot': 12, 'acme-migration-bot': 31, 'Okta migration': 5, 'default/tiller': 44 }
/** What used to be privileged was so because of this. */
const FORMER_PRIVILEGE: Readonly<Record<string, string>> = {
  aws: 'policy PowerUserAccess is attached',
  kubernetes: 'ClusterRoleBinding to cluster-admin',
  github: 'may change the settings of every repository',
  entra: 'holds Directory.ReadWrite.All for the whole tenant',
  hosts: 'member of Domain Admins',
}

/** The register's rows for a principal of a connected system, as they stand at `now`. */
export function identityRows(
  principal: Principal,
  { system, systemId, teams, now, people }: { system: SampleSystem; systemId: string; teams: Readonly<Record<Team, TeamId>>; now: Date; people: People },
): IdentityRows {
  const random = seededRandom(`${system.key}:${principal.externalId}`)
  const connectedAt = shift(now, -system.connectedDaysAgo * DAY)
  const isNew = random.chance(0.1)
  const firstSeenAt = isNew ? shift(connectedAt, random.int(4, system.connectedDaysAgo - 3) * DAY) : connectedAt
  const id = sampleId('nhi', firstSeenAt, `${system.key}:${principal.externalId}`)
  const forgotten = principal.credentials.some(({ habit }) => habit === 'forgotten')
  const createdAt = isNew ? shift(firstSeenAt, -random.int(2, 20) * HOUR) : shift(connectedAt, -random.int(forgotten ? 500 : 60, forgotten ? 2_400 : 900) * DAY)
  const declared = declare({ id, team: principal.team, purpose: principal.purpose, environment: principal.environment, firstSeenAt }, drawProgress(random), {
    now,
    people,
    random,
  })
  const vanishedAt = principal.name in VANISHED ? shift(now, -(VANISHED[principal.name] ?? 0) * DAY) : null
  const activity = drawActivity(principal, { system, systemId, id, createdAt, until: vanishedAt ?? now, now, random })
  const { lastUsedAt, lastUseKnown } = activity
  const seen = { firstSeenAt, vanishedAt }
  return {
    identity: {
      id,
      systemId,
      externalId: principal.externalId,
      name: principal.name,
      class: principal.class,
      classReason: principal.classReason,
      classConfidence: confidenceOf(principal.classReason),
      sourceClass: principal.class,
      sourceClassReason: principal.classReason,
      enabled: vanishedAt === null && !random.chance(0.04),
      privileged: principal.privileged !== null,
      privilegedReason: principal.privileged,
      privilegedConfidence: 'certain',
      sourcePrivileged: principal.privileged !== null,
      sourcePrivilegedReason: principal.privileged,
      teamId: teams[principal.team],
      attributes: principal.attributes,
      saidBy: {},
      sourceCreatedAt: createdAt,
      sourceExpiresAt: null,
      lastUsedAt,
      lastUseKnown,
      ...declared.stewardship,
      ...seen,
      lastSeenAt: vanishedAt ? shift(vanishedAt, -DAY) : shift(now, -5 * HOUR),
      sample: true,
    },
    turns: [...declared.turns, ...sourceTurns(principal, { system, firstSeenAt, vanishedAt, now, random })].toSorted(
      (one, other) => one.at.getTime() - other.at.getTime(),
    ),
    credentials: principal.credentials.map((credential) =>
      credentialRow(credential, { identityId: id, ...seen, createdAt, now, lastUsedAt, lastUseKnown, random }),
    ),
    entitlements: principal.entitlements.map((_, index) => entitlementRow(principal, index, { identityId: id, ...seen, lastUsedAt, lastUseKnown, random })),
    trusts: (principal.trusts ?? []).map((trust, index) => trustRow(trust, index, { identityId: id, system, firstSeenAt, vanishedAt })),
    events: activity.events,
    audit: declared.audit,
  }
}

/** A class that follows from a name is a guess; from one fact likely. */
const confidenceOf = (reason: string): string => (reason.startsWith('Its name') ? 'guess' : 'likely')

type At = { identityId: string; system: SampleSystem; firstSeenAt: Date; vanishedAt: Date | null }

function trustRow({ of, condition, ...trust }: SampleTrust, index: number, { system, ...at }: At): TrustRow {
  const known = trust.principalKind === 'identity' || of !== undefined
  const row = {
    id: sampleId('tru', at.firstSeenAt, `${at.identityId}:trust:${index}`),
    externalId: `trust#${index}`,
    ...trust,
    condition: condition ?? null,
    attributes: {},
    ...at,
  }
  return { row, principalKey: known ? `${of ?? system.key}:${trust.principal}` : null }
}

/** What the source said differently before: whether it was privileged, and that it was still there. */
function sourceTurns(
  principal: Principal,
  { system, firstSeenAt, vanishedAt, now, random }: { system: SampleSystem; firstSeenAt: Date; vanishedAt: Date | null; now: Date; random: Random },
): Turn[] {
  const when = shift(firstSeenAt, Math.floor((now.getTime() - firstSeenAt.getTime()) * (0.1 + 0.8 * random.next())))
  const before =
    principal.privileged === null
      ? { privileged: true, privileged_reason: FORMER_PRIVILEGE[system.key] ?? null }
      : { privileged: false, privileged_reason: null }
  return [
    ...(random.chance(principal.privileged === null ? 0.1 : 0.04) ? [{ at: when, before }] : []),
    ...(vanishedAt ? [{ at: vanishedAt, before: { vanished_at: null, enabled: true } }] : []),
  ]
}

type Held = { identityId: string; firstSeenAt: Date; vanishedAt: Date | null; lastUsedAt: Date | null; lastUseKnown: string; random: Random }

function entitlementRow(principal: Principal, index: number, { lastUsedAt, lastUseKnown, random, ...held }: Held): Row {
  const { via, adminOption = false, ...grant } = principal.entitlements[index] ?? { via: 'direct', resource: '', resourceKind: '', action: '' }
  const used = lastUsedAt !== null && random.chance(0.6)
  return {
    id: sampleId('ent', held.firstSeenAt, `${held.identityId}:${index}`),
    externalId: `${principal.externalId}#${index}`,
    ...grant,
    grantedVia: via,
    adminOption,
    attributes: {},
    lastUsedAt: used ? shift(lastUsedAt, -random.int(0, 20) * DAY) : null,
    lastUseKnown,
    ...held,
  }
}
