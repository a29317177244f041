import { type AuditEntryRecord, auditEntryRecord } from '#lib/audit/entry-leaf.ts'
import { inclusionProof, nodesForInclusion } from '#lib/audit/inclusion-proof.ts'
import type { NodePlace } from '#lib/audit/merkle.ts'
import { readNodes } from '#lib/audit/nodes.ts'
import type { Connection } from '#lib/db/pool.ts'
import type { AuditRange } from '../pack-format.ts'
import type { ProvenEntry } from '../write-pack.ts'

const BATCH = 500
type Row = Omit<AuditEntryRecord, 'at'> & { at: Date; position: string; hash: Buffer }

/** The smallest stretch of the log that holds every sealed entry of the period, within a tree of `size` entries. */
export async function rangeOfPeriod(connection: Connection, { from, to, size }: { from: Date; to: Date; size: number }): Promise<AuditRange> {
  const { rows } = await connection.query<{ start: string | null; end: string | null }>(
    'SELECT min(l.position) AS start, max(l.position) + 1 AS "end" FROM audit_entry e JOIN audit_leaf l ON l.entry_id = e.id WHERE e.at >= $1 AND e.at < $2 AND l.position < $3',
    [from, to, size],
  )
  const { start, end } = rows[0] ?? { start: null, end: null }
  return { start: Number(start ?? 0), end: Number(end ?? 0) }
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
