import type { Role } from '#lib/core/actor.ts'
import { BoundaryId, CredentialId, EntitlementId, ExposureId, FindingId, IdentityId, PrivilegeId, SystemId, TeamId, UserId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { NOW } from './contexts.ts'

type Given<Input> = Partial<Input>

let count = 0
/** A name that nothing else in this process has. */
const unused = (word: string) => `${word}-${++count}`

/** A person who can sign in; an owner unless told otherwise. */
export async function aPerson(db: Tx, given: Given<Omit<Prisma.UserUncheckedCreateInput, 'roles'>> & { roles?: readonly Role[] } = {}) {
  const name = given.name ?? unused('Person')
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}.${++count}@example.test`
  const { roles = ['owner'], ...rest } = given
  const row = await db.user.create({ data: { id: UserId.create(), name, email, ...rest, roles: [...roles] } })
  return { ...row, id: row.id as UserId }
}

/** A PostgreSQL server in production that nobody can connect to. */
export async function aSystem(db: Tx, given: Given<Prisma.SystemUncheckedCreateInput> = {}) {
  const row = await db.system.create({
    data: { id: SystemId.create(), kind: 'postgresql', name: unused('system'), environment: 'production', createdAt: NOW, ...given },
  })
  return { ...row, id: row.id as SystemId }
}

/** A team of these people, the first of whom leads it. */
export async function aTeam(db: Tx, members: readonly { id: string }[] = [], given: Given<Prisma.TeamUncheckedCreateInput> = {}) {
  const row = await db.team.create({
    data: {
      id: TeamId.create(),
      name: unused('Team'),
      leadId: members[0]?.id ?? null,
      createdAt: NOW,
      members: { create: members.map(({ id }) => ({ userId: id })) },
      ...given,
    },
  })
  return { ...row, id: row.id as TeamId }
}

/** A privilege of a system's catalogue that is offered; on a system of its own unless told otherwise. */
export async function aPrivilege(db: Tx, given: Given<Prisma.PrivilegeUncheckedCreateInput> = {}) {
  const name = given.name ?? unused('privilege')
  const systemId = given.systemId ?? (await aSystem(db)).id
  const row = await db.privilege.create({ data: { id: PrivilegeId.create(), title: name, offered: true, createdAt: NOW, ...given, name, systemId } })
  return { ...row, id: row.id as PrivilegeId }
}

/** A service account that discovery found and nobody governs yet; on a system of its own unless told otherwise. */
export async function anIdentity(db: Tx, given: Given<Prisma.IdentityUncheckedCreateInput> = {}) {
  const name = given.name ?? unused('svc')
  const systemId = given.systemId ?? (await aSystem(db)).id
  const facts = { class: 'service_account', classReason: 'It logs in with a password', firstSeenAt: NOW, lastSeenAt: NOW }
  const row = await db.identity.create({ data: { id: IdentityId.create(), externalId: name, ...facts, ...given, name, systemId } })
  return { ...row, id: row.id as IdentityId }
}

/** A password of an identity. */
export async function aCredential(db: Tx, given: Given<Prisma.CredentialUncheckedCreateInput> & { identityId: string }) {
  const facts = { kind: 'password', enabled: true, lastUseKnown: 'unknown', firstSeenAt: NOW }
  const row = await db.credential.create({ data: { id: CredentialId.create(), externalId: unused('credential'), ...facts, ...given } })
  return { ...row, id: row.id as CredentialId }
}

/** A right to read a table, granted to an identity. */
export async function anEntitlement(db: Tx, given: Given<Prisma.EntitlementUncheckedCreateInput> & { identityId: string }) {
  const facts = { resource: 'public.orders', resourceKind: 'table', action: 'SELECT', grantedVia: 'direct', lastUseKnown: 'unknown', firstSeenAt: NOW }
  const row = await db.entitlement.create({ data: { id: EntitlementId.create(), externalId: unused('entitlement'), ...facts, ...given } })
  return { ...row, id: row.id as EntitlementId }
}

/** An access key in a repository that nobody has matched to a credential. */
export async function anExposure(db: Tx, given: Given<Prisma.ExposureUncheckedCreateInput> = {}) {
  const systemId = given.systemId ?? (await aSystem(db)).id
  const facts = { rule: 'aws-access-token', title: 'AWS access key', source: 'git@example.test/shop', path: 'deploy/prod.env', line: 12, firstSeenAt: NOW }
  const row = await db.exposure.create({ data: { id: ExposureId.create(), externalId: unused('exposure'), ...facts, ...given, systemId } })
  return { ...row, id: row.id as ExposureId }
}

/** An open finding of the rule `orphaned`, of medium severity; about an identity of its own unless told otherwise. */
export async function aFinding(db: Tx, given: Given<Prisma.FindingUncheckedCreateInput> = {}) {
  const identity = given.identityId ? { id: given.identityId, systemId: given.systemId ?? null } : await anIdentity(db)
  const facts = {
    rule: 'orphaned',
    subjectKey: identity.id,
    severity: 'medium',
    score: 50,
    openedAt: NOW,
    evidence: {},
    arithmetic: [{ what: 'Nobody answers for it', points: 50 }],
  }
  const row = await db.finding.create({ data: { id: FindingId.create(), identityId: identity.id, systemId: identity.systemId, ...facts, ...given } })
  return { ...row, id: row.id as FindingId }
}

/** A boundary that declares everything, for service accounts in production; its telemetry and its revocation path are one system's. */
export async function aBoundary(db: Tx, given: Given<Prisma.BoundaryUncheckedCreateInput> & { systemId: string }) {
  const { systemId, ...rest } = given
  const facts = {
    class: 'service_account',
    environment: 'production',
    methods: ['lease'],
    maxTtlSeconds: 3_600,
    rotationDays: 30,
    policySet: 'published',
    telemetry: [{ systemId, maxAgeHours: 24 }],
    revocationPath: 'Disable the account, end its sessions, delete it',
    revocationSystemIds: [systemId],
    revocationProvenAt: NOW,
    revocationProof: 'Revoked a test account, and its login was refused',
    updatedAt: NOW,
  }
  const row = await db.boundary.create({ data: { id: BoundaryId.create(), ...facts, ...rest } })
  return { ...row, id: row.id as BoundaryId }
}
