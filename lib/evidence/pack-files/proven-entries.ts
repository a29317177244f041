import { type AuditEntryRecord, auditEntryRecord } from '#lib/audit/entry-leaf.ts'
import { inclusionProof, nodesForInclusion } from '#lib/audit/inclusion-proof.ts'
import type { NodePlace } from '#lib/audit/merkle.ts'
import { readNodes } from '#lib/audit/nodes.ts'
import type { Connection } from '#lib/db/pool.ts'
import type { AuditRange } from '../pack-format.ts'
import type { ProvenEntry } from '../write-pack.ts'

const BATCH = 500
type Row = Omit<AuditEntryRecord, 'at'> & { at: Date; position: string; hash: Buffer }

/**
 * The stretch of the log that holds every sealed entry of the period, within a tree of `size` entries. It reaches to the entries around the period, so
 * that leaves whose entries were deleted lie inside it, also at its ends, and are missed by whoever verifies.
 */
export async function rangeOfPeriod(connection: Connection, { from, to, size }: { from: Date; to: Date; size: number }): Promise<AuditRange> {
  const { rows } = await connection.query<{ start: string; end: string }>(
    `WITH sealed AS NOT MATERIALIZED (SELECT l.position, e.at FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry_id WHERE l.position < $3),
          inside AS (SELECT min(position) AS first, max(position) AS last FROM sealed WHERE at >= $1 AND at < $2),
          before AS (SELECT position FROM sealed WHERE at < $1 AND position < coalesce((SELECT first FROM inside), $3) ORDER BY position DESC LIMIT 1)
     SELECT coalesce((SELECT position + 1 FROM before), 0) AS start,
            coalesce((SELECT position FROM sealed WHERE at >= $2 AND position > coalesce((SELECT last FROM inside), (SELECT position FROM before), -1) ORDER BY position LIMIT 1), $3) AS "end"`,
    [from, to, size],
  )
  return { start: Number(rows[0]?.start ?? 0), end: Number(rows[0]?.end ?? 0) }
}

/** The entries of a range in the order of the log, each with its proof to the tree of `size` entries; a batch costs two statements. */
export async function* provenEntries(connection: Connection, { start, end }: AuditRange, size: number): AsyncGenerator<ProvenEntry> {
  for (let begin = start; begin < end; begin += BATCH) {
    const stop = Math.min(end, begin + BATCH)
    const { rows } = await connection.query<Row>(
      `SELECT l.position, n.hash, e.id, e.at, e.actor, e.actor_name AS "actorName", e.action, e.entity, e.entity_id AS "entityId", e.reason, e.request_id AS "requestId", e.before, e.after
       FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry_id JOIN audit_node n ON n.level = 0 AND n.index = l.position
       WHERE l.position >= $1 AND l.position < $2 ORDER BY l.position`,
      [begin, stop],
    )
    const read = await readNodes(connection, neededNodes(begin, stop, size))
    for (const row of rows) {
      const position = Number(row.position)
      yield { position, entry: auditEntryRecord(row), leafHash: row.hash, proof: inclusionProof(position, size, read) }
    }
  }
}

function neededNodes(begin: number, end: number, size: number): NodePlace[] {
  const needed = new Map<string, NodePlace>()
  for (let index = begin; index < end; index++) for (const place of nodesForInclusion(index, size)) needed.set(`${place.level}/${place.index}`, place)
  return [...needed.values()]
}
