import type { Signer } from '#lib/crypto/signing.ts'
import { type Connection, type Pool, withConnection } from '#lib/db/pool.ts'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { type AuditEntryRecord, auditEntryRecord, entryLeafHash } from './entry-leaf.ts'
import { isSameHash, newNodes, nodesForRoot, treeRoot } from './merkle.ts'
import { readNodes } from './nodes.ts'

const BATCH = 2_000
type Row = Omit<AuditEntryRecord, 'at'> & { at: Date; xid: string }

/**
 * Puts the entries that no running transaction can precede any more into the Merkle tree, in the order of their transactions, and signs the new
 * head. Entries are written without any global lock: an entry is sealed once its transaction lies below the horizon of all that still run.
 * One sealer works at a time; another returns at once. Answers the number of entries in the tree.
 */
export async function sealAudit(pool: Pool, signer: Signer, now: Date): Promise<number> {
  return withConnection(pool, async (connection) => {
    for (;;) {
      const { size, sealed } = await sealBatch(connection, signer, now)
      if (sealed < BATCH) return size
    }
  })
}

async function sealBatch(connection: Connection, signer: Signer, now: Date): Promise<{ size: number; sealed: number }> {
  await connection.query('BEGIN')
  const { rows: locks } = await connection.query<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended('audit.seal', 0)) AS held`)
  const { rows: heads } = await connection.query<{ size: string; xid: string | null; id: string | null }>(
    'SELECT coalesce(max(position) + 1, 0) AS size, (array_agg(xid ORDER BY position DESC))[1]::text AS xid, (array_agg(entry_id ORDER BY position DESC))[1] AS id FROM (SELECT * FROM audit_leaf ORDER BY position DESC LIMIT 1) last',
  )
  const head = heads[0]
  const size = Number(head?.size ?? 0)
  const rows = locks[0]?.held ? await readUnsealed(connection, head?.xid ?? '0', head?.id ?? '') : []
  if (rows.length > 0) {
    await assertUntouched(connection, signer, size)
    await store(connection, size, rows)
    await storeCheckpoint(connection, signer, { size: size + rows.length, now })
  }
  await connection.query('COMMIT')
  return { size: size + rows.length, sealed: rows.length }
}

/** The next entries in the order of their transactions: by the number itself, of which the answer has only the text. */
async function readUnsealed(connection: Connection, xid: string, id: string): Promise<Row[]> {
  const { rows } = await connection.query<Row>(
    `SELECT id, at, actor, actor_name AS "actorName", action, entity, entity_id AS "entityId", reason, request_id AS "requestId", before, after, xid::text
     FROM audit_entry e
     WHERE (e.xid, e.id) > ($1::xid8, $2) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY e.xid, e.id LIMIT ${BATCH}`,
    [xid, id],
  )
  return rows
}

async function store(connection: Connection, size: number, rows: readonly Row[]): Promise<void> {
  const read = await readNodes(connection, nodesForRoot(size))
  const nodes = newNodes(
    size,
    rows.map((row) => entryLeafHash(auditEntryRecord(row))),
    read,
  )
  await connection.query('INSERT INTO audit_leaf (position, entry_id, xid) SELECT * FROM unnest($1::bigint[], $2::text[], $3::xid8[])', [
    rows.map((_, offset) => size + offset),
    rows.map((row) => row.id),
    rows.map((row) => row.xid),
  ])
  await connection.query('INSERT INTO audit_node (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
    nodes.map((node) => node.level),
    nodes.map((node) => node.index),
    nodes.map((node) => Buffer.from(node.hash)),
  ])
}

/** Nothing is added to a tree that is not the one we signed: a rewritten log gets no further signature. */
async function assertUntouched(connection: Connection, signer: Signer, size: number): Promise<void> {
  if (size === 0) return
  const { rows } = await connection.query<{ note: string }>('SELECT note FROM audit_checkpoint WHERE size = $1', [size])
  const signed = rows[0] ? openCheckpoint(rows[0].note, signer.publicKey) : null
  const root = treeRoot(size, await readNodes(connection, nodesForRoot(size)))
  if (signed?.size !== size || !isSameHash(signed.root, root))
    throw new Error(`The audit log is not the one whose head at ${size} entries was signed: nothing more is sealed`)
}

async function storeCheckpoint(connection: Connection, signer: Signer, { size, now }: { size: number; now: Date }): Promise<void> {
  const root = treeRoot(size, await readNodes(connection, nodesForRoot(size)))
  await connection.query('INSERT INTO audit_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4)', [
    size,
    Buffer.from(root),
    signCheckpoint({ size, root }, signer),
    now,
  ])
}
