import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { Stewardship } from './rules.ts'
import { type Steward, STEWARDSHIP_COLUMNS } from './store.ts'

const { sql } = Prisma

/** What a change did to one identity: what was declared before, for an undo, and the revision that the next change names. */
export type Changed = { id: string; name: string; previous: Stewardship; revision: string }

const stewardship = ({ ownerId, purpose, environment, expiresAt }: Stewardship): Stewardship => ({ ownerId, purpose, environment, expiresAt })

/**
 * Gives each locked identity its new stewardship, in one statement, and says what changed as a command's outcome.
 * An identity that has it already is left alone: it gets no version and no audit entry.
 */
export async function writeStewardship(tx: Tx, wanted: readonly { before: Steward; after: Stewardship }[], reason: string) {
  const different = wanted.filter(({ before, after }) => JSON.stringify(stewardship(before)) !== JSON.stringify(stewardship(after)))
  const values = different.map(({ before, after }) => ({ id: before.id, ...stewardship(after) }))
  const written =
    values.length === 0
      ? []
      : await tx.$queryRaw<Steward[]>(sql`
    UPDATE identity i SET owner_id = v."ownerId", purpose = v.purpose, environment = v.environment, expires_at = v."expiresAt"
      FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v(id text, "ownerId" text, purpose text, environment text, "expiresAt" timestamptz)
     WHERE i.id = v.id RETURNING ${STEWARDSHIP_COLUMNS}`)
  const now = new Map(written.map((row) => [row.id, row]))
  const pairs = different.flatMap(({ before }) => {
    const after = now.get(before.id)
    return after ? [{ before, after }] : []
  })
  const changed: Changed[] = pairs.map(({ before, after }) => ({ id: after.id, name: after.name, previous: stewardship(before), revision: after.revision }))
  return {
    output: { changed, unchanged: wanted.length - changed.length },
    changes: pairs.map(({ before, after }) => ({ entity: 'identity', id: after.id, before: stewardship(before), after: stewardship(after) })),
    reason,
  }
}
