import { afterAll, beforeEach, expect, test } from 'vitest'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { createDb } from '#lib/db/client.ts'
import { createPool, withConnection } from '#lib/db/pool.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { append } from './append.ts'
import { openCheckpoint } from './checkpoint.ts'
import { auditEntryRecord, entryLeafHash } from './entry-leaf.ts'
import { inclusionProof, nodesForInclusion, verifyInclusion } from './inclusion-proof.ts'
import { readNodes } from './nodes.ts'
import { sealAudit } from './seal.ts'

const now = new Date('2026-11-22T10:00:00Z')
const database = await testDatabase()
const db = createDb(database.url)
const pool = createPool(database.url)
const signer = createSigner({ name: 'tenure.test/log', privateKey: generateSigningKey().privateKey })
afterAll(async () => {
  await Promise.all([db.$disconnect(), pool.end()])
})

const event = { actor: { kind: 'system' as const, job: 'test' }, action: 'test.write', at: now, reason: null, requestId: null }
const write = (id: string) =>
  db.$transaction((tx) => append(tx, event, [{ entity: 'thing', id, before: null, after: { id, amount: 1.5, nested: { b: 1, a: 'ü' } } }]))
let size = 0
beforeEach(async () => {
  size = await sealAll()
})

/** Seals until nothing is left. The horizon is the whole server's: a transaction of another test file's database holds it back for a moment. */
async function sealAll(): Promise<number> {
  const written = await db.auditEntry.count()
  await expect.poll(() => sealAudit(pool, signer, now), { timeout: 25_000 }).toBe(written)
  return written
}

test('transactions are sealed in the order of their numbers, not of the digits of these', async () => {
  const other = await testDatabase()
  const others = createPool(other.url)
  // As a server writes them that has just begun to count in tens
  for (const xid of [8, 9, 10, 11])
    await others.query(
      `INSERT INTO audit_entry (id, at, actor, actor_name, action, entity, entity_id, xid) VALUES ($1, $2, 'system:test', 'Tenure', 'test.write', 'thing', 'thing', $3::text::xid8)`,
      [`aud_${String(xid).padStart(26, '0')}`, now, xid],
    )
  expect(await sealAudit(others, signer, now)).toBe(4)
  const { rows } = await others.query<{ xid: string }>('SELECT xid::text AS xid FROM audit_leaf ORDER BY position')
  expect(rows.map(({ xid }) => xid)).toEqual(['8', '9', '10', '11'])
  expect(await sealAudit(others, signer, now)).toBe(4)
  await others.end()
})

test('what was written is sealed once, and every entry has a proof to the signed head', async () => {
  for (let n = 0; n < 7; n++) await write(`thing-${n}`)
  const sealed = await sealAll()
  expect(sealed).toBe(size + 7)
  expect(await sealAudit(pool, signer, now)).toBe(sealed)

  const { note } = await db.auditCheckpoint.findFirstOrThrow({ orderBy: { size: 'desc' } })
  const { root } = openCheckpoint(note, signer.publicKey)
  const leaves = await db.auditLeaf.findMany({ orderBy: { position: 'asc' }, select: { position: true, entryId: true } })
  expect(leaves).toHaveLength(sealed)
  for (const { position, entryId } of leaves) {
    const entry = auditEntryRecord((await db.auditEntry.findUniqueOrThrow({ where: { id: entryId } })) as never)
    const index = Number(position)
    const proof = await withConnection(pool, async (connection) => inclusionProof(index, sealed, await readNodes(connection, nodesForInclusion(index, sealed))))
    expect(verifyInclusion({ index, size: sealed, leafHash: entryLeafHash(entry), proof, root })).toBe(true)
  }
})

test('an entry waits until every transaction that began before it has ended', async () => {
  await withConnection(pool, async (slow) => {
    await slow.query('BEGIN')
    await slow.query('SELECT pg_current_xact_id()')
    await write('fast')
    expect(await sealAudit(pool, signer, now)).toBe(size)
    await slow.query('COMMIT')
  })
  expect(await sealAll()).toBe(size + 1)
})

test('two sealers at once seal each entry once', async () => {
  for (let n = 0; n < 20; n++) await write(`both-${n}`)
  await Promise.all([sealAudit(pool, signer, now), sealAudit(pool, signer, now)])
  expect(await sealAll()).toBe(size + 20)
  expect(await db.auditLeaf.count()).toBe(size + 20)
})

test('nobody edits or deletes an entry, a leaf, a node or a checkpoint', async () => {
  await write('kept')
  await sealAll()
  for (const table of ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint']) {
    await expect(pool.query(`DELETE FROM ${table}`)).rejects.toThrow(`${table} is append-only`)
    await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only')
  }
  await expect(pool.query(`UPDATE audit_entry SET reason = 'other'`)).rejects.toThrow('audit_entry is append-only')
})

test('a log that was rewritten behind our back is sealed no further', async () => {
  const own = await testDatabase()
  const other = { db: createDb(own.url), pool: createPool(own.url) }
  try {
    await other.db.$transaction((tx) => append(tx, event, [{ entity: 'thing', id: 'first', before: null, after: {} }]))
    await expect.poll(() => sealAudit(other.pool, signer, now), { timeout: 25_000 }).toBe(1)
    await other.pool.query('ALTER TABLE audit_node DISABLE TRIGGER ALL')
    await other.pool.query('UPDATE audit_node SET hash = sha256(hash)')
    await other.db.$transaction((tx) => append(tx, event, [{ entity: 'thing', id: 'second', before: null, after: {} }]))
    await expect.poll(() => sealAudit(other.pool, signer, now).catch((error: Error) => error.message), { timeout: 25_000 }).toContain('nothing more is sealed')
  } finally {
    await Promise.all([other.db.$disconnect(), other.pool.end()])
  }
})
