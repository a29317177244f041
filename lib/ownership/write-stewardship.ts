import { actorKey } from '#lib/core/actor.ts'
import type { Scope } from '#lib/command/command.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import type { Stewardship } from './rules.ts'
import { type Steward, STEWARDSHIP_COLUMNS } from './store.ts'
import { settleItems } from './succession/settle-items.ts'

const { sql } = Prisma

/** What a change did to one identity: what was declared before, for an undo, and the revision that the next change names. */
export type Changed = { id: string; name: string; previous: Stewardship; revision: string }
/** The new stewardship of a locked identity; `because` is kept in its audit entry. */
export type Wanted = { before: Steward; after: Stewardship; because?: string }

const stewardship = ({ ownerId, purpose, environment, expiresAt, backupIds, teamId, sponsorId }: Stewardship): Stewardship => ({
  ownerId,
  purpose,
  environment,
  expiresAt,
  backupIds,
  teamId,
  sponsorId,
})

/**
 * Gives each locked identity its new stewardship, in one statement, and says what changed as a command's outcome. An identity that has it already is
 * left alone: it gets no version and no audit entry. A new owner ends what a succession asked about it.
 */
export async function writeStewardship({ tx, actor, now }: Pick<Scope, 'tx' | 'actor' | 'now'>, wanted: readonly Wanted[], reason: string) {
  const different = wanted.filter(({ before, after }) => JSON.stringify(stewardship(before)) !== JSON.stringify(stewardship(after)))
  const written = await write(tx, different)
  const pairs = different.flatMap(({ before, because }) => {
    const after = written.get(before.id)
    return after ? [{ before, after, because }] : []
  })
  const handedOver = pairs.filter(({ before, after }) => before.ownerId !== after.ownerId).map(({ after }) => after.id)
  await settleItems(tx, { identityIds: handedOver, state: 'reassigned', by: actorKey(actor), now })
  const changed: Changed[] = pairs.map(({ before, after }) => ({ id: after.id, name: after.name, previous: stewardship(before), revision: after.revision }))
  return {
    output: { changed, unchanged: wanted.length - changed.length },
    changes: pairs.map(({ before, after, because }) => ({
      entity: 'identity',
      id: after.id,
      before: stewardship(before),
      after: { ...stewardship(after), ...(because ? { because } : {}) },
    })),
    reason,
    jobs: registerChanged(changed.map(({ id }) => id)),
  }
}

async function write(tx: Tx, different: readonly Wanted[]): Promise<Map<string, Steward>> {
  if (different.length === 0) return new Map()
  const values = different.map(({ before, after }) => ({ id: before.id, ...stewardship(after) }))
  const rows = await tx.$queryRaw<Steward[]>(sql`
    UPDATE identity i SET owner_id = v."ownerId", purpose = v.purpose, environment = v.environment, expires_at = v."expiresAt", backup_ids = v."backupIds", team_id = v."teamId", sponsor_id = v."sponsorId"
      FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
             AS v(id text, "ownerId" text, purpose text, environment text, "expiresAt" timestamptz, "backupIds" text[], "teamId" text, "sponsorId" text)
     WHERE i.id = v.id RETURNING ${STEWARDSHIP_COLUMNS}`)
  return new Map(rows.map((row) => [row.id, row]))
}
