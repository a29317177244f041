import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approveRequest } from '#lib/access/approve-request.ts'
import { requestDigest } from '#lib/access/request-digest.ts'
import { sealAudit } from '#lib/audit/seal.ts'
import type { Context } from '#lib/command/context.ts'
import { ROLES } from '#lib/core/actor.ts'
import { IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import type { AccessRequestId } from '#lib/core/ids.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { createDb, type Db } from '#lib/db/client.ts'
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { createPool, type Pool } from '#lib/db/pool.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import { advanceLease } from '#lib/jobs/lease-engine/advance-lease.ts'
import type { WorkerContext } from '#lib/jobs/worker-context.ts'
import { completeLease } from '#lib/leases/complete-lease.ts'
import { grantLease } from '#lib/leases/grant-lease.ts'
import { revealSecret } from '#lib/leases/reveal-secret.ts'
import { guideSql } from '#lib/systems/testing/guide-sql.ts'
import { actorOf, TEST_KEYRING, worker as workerActor } from '#lib/testing/contexts.ts'
import { seedDemo } from './seed-demo.ts'

const now = new Date()
let directory: string
let server: EmbeddedPostgres
let db: Db
let pool: Pool
const seed = () => seedDemo({ db, pool, keyring: TEST_KEYRING, now, server: { url: server.url, brokerPassword: 'a password of the test' } })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenure-seed-'))
  server = await startEmbeddedPostgres({ directory: join(directory, 'pg'), settings: { fsync: 'off' } })
  await migrateDeploy(server.url('tenure'))
  db = createDb(server.url('tenure'))
  pool = createPool(server.url('tenure'))
  await seed()
}, 120_000)

afterAll(async () => {
  await db?.$disconnect()
  await pool?.end()
  await server?.stop()
  await removeEmbeddedPostgres(join(directory, 'pg'))
  await rm(directory, { recursive: true, force: true })
})

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool.query<Row>(sql, values)).rows
}
async function count(sql: string, values: unknown[] = []): Promise<number> {
  const [row] = await rows<{ count: string }>(`SELECT count(*) FROM ${sql}`, values)
  return Number(row?.count)
}

describe('the sample estate', () => {
  test('has six systems with about 300 identities of every class, all marked as sample', async () => {
    const identities = await db.identity.findMany({ include: { system: true } })
    expect(identities.length).toBeGreaterThan(280)
    expect(identities.length).toBeLessThan(330)
    expect(new Set(identities.map((identity) => identity.class))).toEqual(new Set(IDENTITY_CLASSES))
    expect(new Set(identities.map((identity) => identity.system.name)).size).toBe(6)
    expect(identities.filter((identity) => !identity.sample || !identity.system.sample)).toEqual([])
    expect(await count('activity_event WHERE NOT sample AND external_id LIKE $1', ['%@%'])).toBe(0)
  })

  test('has somebody who can sign in for each role, and somebody with two', async () => {
    const people = await db.user.findMany({ where: { active: true } })
    expect(people.filter((person) => !person.sample || !person.email.endsWith('@example.test'))).toEqual([])
    for (const role of ROLES) expect(people.filter((person) => person.roles.includes(role)).length, role).toBeGreaterThan(0)
    expect(people.filter((person) => person.roles.length > 1)).toHaveLength(1)
  })

  test('has governed identities that are complete, and orphans, expired, expiring and half-done ones to work on', async () => {
    expect(await count('identity WHERE governed AND (owner_id IS NULL OR length(purpose) < 10 OR environment IS NULL OR expires_at IS NULL)')).toBe(0)
    expect(await count('identity WHERE owner_id IS NOT NULL')).toBeGreaterThan(150)
    expect(await count('identity WHERE owner_id IS NULL')).toBeGreaterThan(80)
    expect(await count('identity WHERE expires_at < $1', [now])).toBeGreaterThan(2)
    expect(await count('identity WHERE expires_at BETWEEN $1 AND $2', [now, shift(now, 30 * DAY)])).toBeGreaterThan(9)
    expect(await count('identity WHERE privileged AND privileged_reason IS NULL')).toBe(0)
    for (const owner of await db.user.findMany({ where: { active: true, roles: { has: 'owner' } } })) {
      expect(await db.identity.count({ where: { ownerId: owner.id, governed: false } }), owner.name).toBeGreaterThan(2)
    }
    expect(await count('identity i JOIN app_user u ON u.id = i.owner_id WHERE NOT u.active')).toBeGreaterThan(0)
  })

  test('knows the last use in all three ways, and has no date where the source cannot say', async () => {
    for (const table of ['identity', 'credential', 'entitlement']) {
      const known = await rows<{ known: string }>(`SELECT DISTINCT last_use_known AS known FROM ${table}`)
      expect(new Set(known.map((row) => row.known)), table).toEqual(new Set(['exact', 'logs', 'unknown']))
      expect(await count(`${table} WHERE last_use_known = 'unknown' AND last_used_at IS NOT NULL`), table).toBe(0)
    }
    expect(
      await count('credential WHERE last_rotated_at IS NULL AND expires_at IS NULL AND source_created_at < $1', [shift(now, -3 * 365 * DAY)]),
    ).toBeGreaterThan(10)
  })

  test('has 90 days of activity, each event of an identity that was there', async () => {
    const [span] = await rows<{ first: Date; last: Date; events: number }>(
      'SELECT min(at) AS first, max(at) AS last, count(*)::int AS events FROM activity_event WHERE external_id LIKE $1',
      ['%@%'],
    )
    expect(span?.events).toBeGreaterThan(5_000)
    expect(span?.first.getTime()).toBeLessThan(shift(now, -88 * DAY).getTime())
    expect(span?.last.getTime()).toBeLessThanOrEqual(now.getTime())
    expect(await count('activity_event e LEFT JOIN identity i ON i.id = e.identity_id WHERE i.id IS NULL OR e.at < i.source_created_at')).toBe(0)
  })

  test('got better over the 90 days', async () => {
    const shareAt = async (daysAgo: number) => {
      const [row] = await rows<{ share: number }>('SELECT avg(governed::int)::float8 AS share FROM identity_as_of($1)', [shift(now, -daysAgo * DAY)])
      return row?.share ?? 0
    }
    const shares = [await shareAt(80), await shareAt(50), await shareAt(25), await shareAt(0)]
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
    expect(shares[0]).toBeLessThan(0.2)
    expect(shares[3]).toBeGreaterThan(0.4)
  })
})

describe('the past of the sample estate', () => {
  test('has versions that follow each other without a gap, in the form in which the database writes them', async () => {
    const gaps = `(SELECT row_id, valid_to, lead(valid_from) OVER (PARTITION BY row_id ORDER BY valid_from) AS next FROM identity_history) h JOIN identity i ON i.id = h.row_id WHERE h.valid_to <> coalesce(h.next, i.valid_from)`
    expect(await count(gaps)).toBe(0)
    const [seeded] = await rows<{ id: string; keys: string[] }>(
      'SELECT row_id AS id, ARRAY(SELECT jsonb_object_keys(row) ORDER BY 1) AS keys FROM identity_history LIMIT 1',
    )
    await pool.query('UPDATE identity SET name = name WHERE id = $1', [seeded?.id])
    const [written] = await rows<{ keys: string[] }>(
      'SELECT ARRAY(SELECT jsonb_object_keys(row) ORDER BY 1) AS keys FROM identity_history WHERE row_id = $1 ORDER BY seq DESC LIMIT 1',
      [seeded?.id],
    )
    expect(written?.keys).toEqual(seeded?.keys)
  })

  test('holds what every foreign key of the database asks for', async () => {
    const keys = await rows<{ child: string; parent: string; columns: string[]; references: string[] }>(`
      SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
             ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY o) AS columns,
             ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY o) AS references
        FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`)
    expect(keys.length).toBeGreaterThan(10)
    for (const { child, parent, columns, references } of keys) {
      const matches = columns.map((column, index) => `p.${references[index]} = c.${column}`).join(' AND ')
      expect(
        await count(`${child} c WHERE c.${columns[0]} IS NOT NULL AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${matches})`),
        `${child} → ${parent}`,
      ).toBe(0)
    }
  })

  test('has requests with every outcome, each bound to its digest, and leases that are confirmed dead', async () => {
    const requests = await db.accessRequest.findMany({ include: { decision: true, approvals: true, leases: { include: { revocation: true, facts: true } } } })
    expect(requests.length).toBeGreaterThan(22)
    expect(new Set(requests.map((request) => request.state))).toEqual(new Set(['pending', 'approved', 'denied', 'cancelled', 'expired']))
    for (const { decision, approvals, leases, ...request } of requests) {
      expect(requestDigest({ ...request, policyDigest: decision.policyDigest })).toBe(request.digest)
      expect(approvals.every((approval) => approval.digest === request.digest && approval.approverId !== request.requesterId)).toBe(true)
      expect(leases).toHaveLength(request.state === 'approved' ? 1 : 0)
      for (const { revocation, facts, ...lease } of leases) {
        expect([lease.state, lease.secretSealed, revocation?.state]).toEqual(['ended', null, 'confirmed'])
        expect(facts.map((fact) => fact.kind).slice(-3)).toEqual(['reread', 'negative_probe', 'sessions'])
      }
    }
  })

  test('is sealed like any other log', async () => {
    const signer = createSigner({ name: 'demo.example/audit', privateKey: generateSigningKey().privateKey })
    expect(await sealAudit(pool, signer, now)).toBe(await count('audit_entry'))
  })
})

describe('the orders database', () => {
  test('has the account that the guide tells people to make', async () => {
    const broker = await readFile(join(import.meta.dirname, 'scenarios/orders-database/broker.sql'), 'utf8')
    const lend = ['orders_reader', 'orders_writer', 'orders_admin'].map((role) => guideSql('connect-postgresql.md', 'lend-16').replace('app_reader', role))
    const leave = ['svc_legacy_export', 'fivetran'].map((role) => guideSql('connect-postgresql.md', 'offboard-16').replace('svc_leaving', role))
    expect(broker.trim()).toBe([guideSql('connect-postgresql.md', 'broker-16'), ...lend, ...leave].join('').trim())
  })

  test('lends for real: who asked logs in with the minted account, and not after the end', async () => {
    const request = await db.accessRequest.findFirstOrThrow({ where: { state: 'pending', privilegeName: 'orders_reader' }, include: { requester: true } })
    const approver = await db.user.findFirstOrThrow({ where: { roles: { equals: ['approver'] } } })
    const connections = createConnections()
    const worker: WorkerContext = { db, pool, keyring: TEST_KEYRING, clock: () => new Date(), connections, log: { info() {}, warn() {}, error() {} } }
    const as = (actor: Context['actor']): Context => ({ db, pool, keyring: TEST_KEYRING, actor, now: new Date(), requestId: null })
    await approveRequest(as(actorOf(approver)), { id: request.id, grantedSeconds: HOUR / 1_000, comment: 'go ahead' })
    const { id } = await grantLease(as(workerActor('leases.grant')), { requestId: request.id as AccessRequestId })
    await advanceLease(worker, id)
    const { secret, login } = await revealSecret(as(actorOf(request.requester)), { id })
    const connect = async () => {
      const client = new pg.Client({
        host: String(login['host']),
        port: Number(login['port']),
        database: String(login['database']),
        user: String(login['username']),
        password: secret,
      })
      client.on('error', () => {})
      await client.connect()
      return client
    }
    const client = await connect()
    expect((await client.query<{ n: number }>('SELECT count(*)::int AS n FROM shop.orders')).rows[0]?.n).toBeGreaterThan(1_000)
    await expect(client.query('DELETE FROM shop.orders')).rejects.toThrow('permission denied')
    await completeLease(as(actorOf(request.requester)), { id })
    await advanceLease(worker, id)
    await connections.close()
    expect((await db.revocation.findUniqueOrThrow({ where: { leaseId: id } })).state).toBe('confirmed')
    await expect(connect()).rejects.toThrow('password authentication failed')
  })
})

test('seeding again changes nothing', async () => {
  const state = async () => {
    const tables = [
      'app_user',
      'system',
      'identity',
      'identity_history',
      'credential',
      'entitlement',
      'audit_entry',
      'access_request',
      'lease',
      'privilege',
      'outbox',
      'activity_event',
    ]
    return Promise.all(tables.map((table) => rows(`SELECT count(*)::int, md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${table} t`)))
  }
  const before = await state()
  expect(await seed()).toBe(false)
  expect(await state()).toEqual(before)
})
