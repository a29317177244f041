import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { Parties } from '#lib/ownership/rules.ts'
import { findParties } from '#lib/ownership/store.ts'
import { offboardingKinds } from './offboarding-driver.ts'
import type { Cause, OffboardingState } from './rules.ts'

const { sql } = Prisma

/** An identity that is to leave, as the verbs need it. `byDriver`: Tenure itself can take it out of service. */
export type Leaving = {
  id: string
  name: string
  lifecycle: string
  enabled: boolean
  expiresAt: Date | null
  vanishedAt: Date | null
  mergedIntoId: string | null
  systemName: string
  byDriver: boolean
}

/** Whether Tenure reaches the system (alias `s`) of an identity with a driver that takes accounts out of service. */
export const byDriver = () => sql`(s.kind = ANY(${offboardingKinds()}::text[]) AND s.connection_sealed IS NOT NULL)`

/** The identity, locked until the transaction ends, and who has to do with it. Throws `not_found` to whoever sees the whole register, and otherwise `forbidden`, when it does not exist. */
export async function lockLeaving(tx: Tx, actor: Actor, id: string): Promise<{ identity: Leaving; parties: Parties & { ownerActive: boolean | null } }> {
  const [identity] = await tx.$queryRaw<Leaving[]>(sql`
    SELECT i.id, i.name, i.lifecycle, i.enabled, i.expires_at AS "expiresAt", i.vanished_at AS "vanishedAt", i.merged_into_id AS "mergedIntoId", s.name AS "systemName", ${byDriver()} AS "byDriver"
      FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ${id} FOR UPDATE OF i`)
  const parties = identity && (await findParties(tx, actor, id))
  if (identity && parties) return { identity, parties }
  throw actor.kind === 'user' && !actor.roles.includes('admin')
    ? new TenureError('forbidden', NOT_YOURS)
    : new TenureError('not_found', 'There is no such identity')
}

/** What whoever may not do it is told; it says nothing of whether the identity exists. */
export const NOT_YOURS = 'This identity is not yours: its owner or an admin can do this'

/** The open offboarding of an identity, or null. Its identity is locked by the caller. */
export async function findOpen(tx: Tx, identityId: string) {
  const row = await tx.offboarding.findFirst({ where: { identityId, endedAt: null } })
  return row && { ...row, id: row.id as OffboardingId, state: row.state as OffboardingState, cause: row.cause as Cause }
}

/** An offboarding, with its identity locked first, as every verb does. Throws `not_found`. */
export async function lockOffboarding(tx: Tx, id: string) {
  const found = await tx.offboarding.findUnique({ where: { id }, select: { identityId: true } })
  if (!found) throw new TenureError('not_found', 'There is no such offboarding')
  await tx.$queryRaw(sql`SELECT FROM identity WHERE id = ${found.identityId} FOR UPDATE`)
  const row = await tx.offboarding.findUniqueOrThrow({
    where: { id },
    include: { identity: { select: { name: true, enabled: true, lifecycle: true, vanishedAt: true, system: { select: { name: true, lastSyncedAt: true } } } } },
  })
  return { ...row, id: row.id as OffboardingId, state: row.state as OffboardingState, cause: row.cause as Cause }
}

/** Offboardings whose next step on the target is due, the longest overdue first. */
export async function listDueOffboardings(tx: Tx, now: Date, limit: number): Promise<OffboardingId[]> {
  const rows = await tx.offboarding.findMany({
    where: { state: { in: ['disabling', 'watching', 'restoring', 'removing'] }, nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: 'asc' },
    take: limit,
    select: { id: true },
  })
  return rows.map((row) => row.id as OffboardingId)
}

export type DueIdentity = { id: string; name: string; expiresAt: Date; byDriver: boolean }

/** Governed identities whose end has come and that nobody is taking out of service, the longest overdue first, locked; what another transaction holds is left out. */
export const dueIdentities = (now: Date, limit: number) => sql`
  SELECT i.id, i.name, i.expires_at AS "expiresAt", ${byDriver()} AS "byDriver" FROM identity i JOIN system s ON s.id = i.system_id
   WHERE i.governed AND i.expires_at <= ${now} AND i.lifecycle = 'active' AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND NOT i.sample
     AND NOT EXISTS (SELECT FROM offboarding o WHERE o.identity_id = i.id AND o.ended_at IS NULL)
   ORDER BY i.expires_at, i.id LIMIT ${limit} FOR UPDATE OF i SKIP LOCKED`

/** What `readingOf` asks, for all of them at once. */
export const shownBySource = (limit: number) => sql`
  SELECT o.id FROM offboarding o JOIN identity i ON i.id = o.identity_id JOIN system s ON s.id = i.system_id
   WHERE o.ended_at IS NULL AND NOT o.by_driver AND o.state IN ('awaiting_source', 'restoring')
     AND (i.vanished_at IS NOT NULL
          OR (o.state = 'restoring' AND (i.enabled OR o.disabled_at IS NULL))
          OR (o.state = 'awaiting_source' AND i.enabled = (o.disabled_at IS NOT NULL) AND s.last_synced_at >= o.requested_at))
   LIMIT ${limit}`

/** Offboardings done by hand of which a reading of the source shows something new: see `readingOf`. */
export async function listShownBySource(tx: Tx, limit: number): Promise<OffboardingId[]> {
  const rows = await tx.$queryRaw<{ id: OffboardingId }[]>(shownBySource(limit))
  return rows.map((row) => row.id)
}
