import { describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { DAY, SECOND, shift } from '#lib/core/time.ts'
import { countIdentities } from '#lib/inventory/queries.ts'
import { contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { showPosture } from './queries.ts'
import type { Figure } from './rules.ts'

const data = await testData()
const { pool } = data
const { ownerId } = await aLargeEstate(pool, 900)
const auditor = someone('auditor')
const owner: Actor = { kind: 'user', userId: ownerId, name: 'Person 7', roles: ['owner'] }
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)

/** Everything in an answer that counts identities, with where it stands. */
function figuresIn(value: unknown, path: string): [string, Figure][] {
  if (typeof value !== 'object' || value === null) return []
  if ('search' in value && 'count' in value) return [[path, value as Figure]]
  return Object.entries(value).flatMap(([name, inner]) => figuresIn(inner, `${path}.${name}`))
}

const query = (search: string) => {
  const params = new URLSearchParams(search)
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

describe.each([
  ['an auditor', auditor, 100],
  ['an owner', owner, 60],
])('the posture that %s sees', (_, actor, least) => {
  test('has no figure whose link lists another number of identities', async () => {
    const figures = figuresIn(await showPosture(as(actor), {}), 'posture')
    expect(figures.length).toBeGreaterThanOrEqual(least)
    for (const [path, { count, search }] of figures)
      expect(await countIdentities(as(actor), query(search)), `${path}: ${search}`).toEqual({ count, capped: false })
  })

  test('adds up', async () => {
    const { total, coverage, byClass, bySystem } = await showPosture(as(actor), {})
    for (const { covered, missing, share } of Object.values(coverage)) {
      expect(covered.count + missing.count).toBe(total.count)
      expect(share).toBeCloseTo(covered.count / total.count)
    }
    for (const groups of [byClass, bySystem]) expect(groups.reduce((sum, group) => sum + group.total.count, 0)).toBe(total.count)
    expect(total.count).toBeGreaterThan(0)
  })
})

test('somebody who owns nothing sees noughts, not an error', async () => {
  const posture = await showPosture(as(someone('owner')), {})
  expect(posture).toMatchObject({
    total: { count: 0 },
    coverage: { owner: { share: null } },
    byClass: [],
    revocations: { medianSeconds: null, unconfirmed: 0 },
  })
  expect(posture.trend.map(({ share }) => share)).toEqual(Array(14).fill(null))
})

test('somebody without a role sees none of it', async () => {
  await expect(showPosture(as(someone()), {})).rejects.toMatchObject({ code: 'forbidden' })
})

describe('the trend', () => {
  /** What one slow question per instant answers. */
  async function asOf(now: Date, ownedBy: string | null) {
    const { rows } = await pool.query(
      `SELECT t AS at, count(i.id)::int AS total, (count(i.id) FILTER (WHERE i.owner_id IS NOT NULL AND i.purpose IS NOT NULL AND i.environment IS NOT NULL AND i.expires_at IS NOT NULL))::int AS governed
         FROM generate_series($1::timestamptz - interval '91 days', $1, interval '7 days') t
         LEFT JOIN LATERAL identity_as_of(t) i ON i.vanished_at IS NULL AND ($2::text IS NULL OR i.owner_id = $2) GROUP BY t ORDER BY t`,
      [now, ownedBy],
    )
    return rows
  }

  test('says of each week what the register was then, for everybody and for an owner, and ends with what it is now', async () => {
    await rewriteThePast()
    const now = new Date()
    for (const [actor, ownedBy] of [
      [auditor, null],
      [owner, ownerId],
    ] as const) {
      const { trend, total, coverage } = await showPosture(as(actor, now), {})
      expect(trend.map(({ share: _, ...point }) => point)).toEqual(await asOf(now, ownedBy))
      expect(trend.at(-1)).toMatchObject({ at: now, total: total.count, governed: coverage.governed.covered.count })
      expect(trend[0]?.total).toBeLessThan(total.count)
      expect(new Set(trend.map(({ governed }) => governed)).size).toBeGreaterThan(2)
    }
  })

  /** Rows that began at different days, some of them with versions before that: without an owner, or not there at all. */
  async function rewriteThePast() {
    await pool.query(`ALTER TABLE identity DISABLE TRIGGER stamp_validity; ALTER TABLE identity DISABLE TRIGGER keep_updated;
      UPDATE identity SET valid_from = date_trunc('day', now()) - abs(hashtext(id)::bigint) % 120 * interval '1 day';
      ALTER TABLE identity ENABLE TRIGGER stamp_validity; ALTER TABLE identity ENABLE TRIGGER keep_updated;
      INSERT INTO identity_history (row_id, valid_from, valid_to, row)
        SELECT id, valid_from - abs(hashtext(id || 'x')::bigint) % 40 * interval '1 day', valid_from,
               to_jsonb(i) || CASE abs(hashtext(id || 'y')::bigint) % 3 WHEN 0 THEN '{"purpose": null, "governed": false}' WHEN 1 THEN '{}' ELSE '{"vanished_at": "2026-01-01T00:00:00Z"}' END::jsonb
          FROM identity i WHERE abs(hashtext(id || 'z')::bigint) % 2 = 0 AND abs(hashtext(id || 'x')::bigint) % 40 > 0`)
  }
})

test('leases and their revocations are counted by state, with how long confirming took', async () => {
  await someLeases()
  const posture = await showPosture(as(auditor), {})
  expect(posture.leases).toEqual({
    byState: [
      { state: 'scheduled', count: 0 },
      { state: 'minting', count: 0 },
      { state: 'active', count: 1 },
      { state: 'ending', count: 1 },
      { state: 'ended', count: 4 },
    ],
    active: 1,
    grantedIn30Days: 5,
  })
  expect(posture.revocations).toEqual({
    byState: [
      { state: 'requested', count: 0 },
      { state: 'executed', count: 0 },
      { state: 'confirmed', count: 4 },
      { state: 'unconfirmed', count: 1 },
      { state: 'impossible', count: 0 },
    ],
    unconfirmed: 1,
    confirmedIn90Days: 3,
    medianSeconds: 4,
    p95Seconds: expect.closeTo(9.4),
  })
  const mine = await showPosture(as(owner), {})
  expect(mine.leases).toMatchObject({ active: 1, grantedIn30Days: 1 })
  expect(mine.revocations).toMatchObject({ confirmedIn90Days: 0, unconfirmed: 0, medianSeconds: null })
})

/** One active lease of the owner; four of somebody else that ended, confirmed after 2, 4, 10 and (long ago) 100 seconds; one that is not confirmed. */
async function someLeases() {
  const other = `usr_${'8'.padStart(26, '0')}`
  const ago = (days: number) => shift(NOW, -days * DAY)
  await insertLease('1', ownerId, 'active', ago(1))
  for (const [n, days, seconds] of [
    ['2', 2, 2],
    ['3', 3, 4],
    ['4', 4, 10],
    ['5', 100, 100],
  ] as const) {
    await insertLease(n, other, 'ended', ago(days))
    await insertRevocation(n, 'confirmed', ago(days), shift(ago(days), seconds * SECOND))
  }
  await insertLease('6', other, 'ending', ago(1))
  await insertRevocation('6', 'unconfirmed', ago(1), null)
}

async function insertLease(n: string, holderId: string, state: string, at: Date) {
  const system = `sys_${'1'.padStart(26, '0')}`
  // Requests, decisions and their guards are not what this is about
  await pool.query({
    text: `WITH replica AS (SELECT set_config('session_replication_role', 'replica', true))
      INSERT INTO lease (id, request_id, digest, asked_seconds, holder_id, system_id, privilege_name, account, state, starts_at, ends_at, next_attempt_at, created_at)
      SELECT 'lse_' || $1, 'req_' || $1, 'd', 3600, $2, $3, 'reader', 'account_' || $1, $4, $5::timestamptz, $5::timestamptz + interval '1 hour', $5, $5 FROM replica`,
    values: [n, holderId, system, state, at],
  })
}

async function insertRevocation(n: string, state: string, requestedAt: Date, confirmedAt: Date | null) {
  await pool.query(`INSERT INTO revocation (id, lease_id, state, reason, requested_at, confirmed_at) VALUES ('rev_' || $1, 'lse_' || $1, $2, 'over', $3, $4)`, [
    n,
    state,
    requestedAt,
    confirmedAt,
  ])
}
