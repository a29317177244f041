import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { REVISION } from '#lib/inventory/queries/revision.ts'
import type { Parties, Stewardship } from './rules.ts'

const { sql } = Prisma

export type Steward = Stewardship & Parties & { id: string; name: string; ownerActive: boolean | null; vanishedAt: Date | null; revision: string }

export const STEWARDSHIP_COLUMNS = sql`i.id, i.name, i.owner_id AS "ownerId", i.purpose, i.environment, i.expires_at AS "expiresAt", i.backup_ids AS "backupIds", i.team_id AS "teamId",
  i.sponsor_id AS "sponsorId", i.vanished_at AS "vanishedAt", ${REVISION} AS revision`

/** What the rules ask besides, seen by this actor: whether they are of the team (alias `s` is the system), and whether the owner is still here. */
const standing = (actor: Actor) => sql`coalesce(i.team_id, s.team_id) = ANY (tenure_teams_of(${actor.kind === 'user' ? actor.userId : ''})) IS TRUE AS "inTeam",
  (SELECT u.active FROM app_user u WHERE u.id = i.owner_id) AS "ownerActive"`

/** The identities with these ids, locked until the transaction ends, always in the same order so that two bulk changes cannot block each other. Those that do not exist are left out. */
export async function lockIdentities(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Steward[]> {
  return tx.$queryRaw<Steward[]>(sql`
    SELECT ${STEWARDSHIP_COLUMNS}, ${standing(actor)} FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ANY(${[...ids]}::text[]) ORDER BY i.id FOR UPDATE OF i`)
}

/** Who has to do with an identity, as this actor stands to it; null when there is none. For `mayDisable` and its like. */
export async function findParties(tx: Tx, actor: Actor, id: string): Promise<(Parties & { ownerActive: boolean | null }) | null> {
  const [row] = await tx.$queryRaw<(Parties & { ownerActive: boolean | null })[]>(sql`
    SELECT i.owner_id AS "ownerId", i.backup_ids AS "backupIds", i.sponsor_id AS "sponsorId", ${standing(actor)} FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ${id}`)
  return row ?? null
}

const WANTED = {
  ownerId: 'Choose an owner who is active here',
  backupIds: 'Choose backups who are active here',
  sponsorId: 'Choose a sponsor who is active here',
  leadId: 'Choose a lead who is active here',
  memberIds: 'Choose people who are active here',
  nomineeId: 'Choose somebody who is active here',
}

/** Holds fast that all these people are active until the transaction ends. Throws `invalid` on the field that named them when one is not. */
export async function requireActivePeople(tx: Tx, ids: readonly string[], field: keyof typeof WANTED = 'ownerId'): Promise<void> {
  const wanted = [...new Set(ids)].toSorted()
  if (wanted.length === 0) return
  const found = await tx.$queryRaw<{ id: string }[]>(sql`SELECT id FROM app_user WHERE id = ANY(${wanted}::text[]) AND active ORDER BY id FOR SHARE`)
  const message = WANTED[field]
  if (found.length < wanted.length) throw new TenureError('invalid', `${field}: ${message}`, { fields: { [field]: message } })
}

export type NewestChange = {
  identityId: string
  actor: string
  action: string
  at: Date
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The newest change of ownership of each of these identities, from the audit log. */
export async function newestChanges(tx: Tx, ids: readonly string[]): Promise<Map<string, NewestChange>> {
  const rows = await tx.$queryRaw<NewestChange[]>(sql`
    SELECT DISTINCT ON (entity_id) entity_id AS "identityId", actor, action, at, before, after FROM audit_entry
     WHERE entity = 'identity' AND entity_id = ANY(${[...ids]}::text[]) AND starts_with(action, 'ownership.') ORDER BY entity_id, at DESC, id DESC`)
  return new Map(rows.map((row) => [row.identityId, row]))
}
