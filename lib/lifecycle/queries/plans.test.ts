import { beforeAll, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { explainedPool, rowsScanned, rowsVisited } from '#lib/testing/plans.ts'
import { listExpiring, listOffboardingAlarms, listOffboardings, showLifecycle, showOffboarding, showRotation } from '../queries.ts'
import { OFFBOARDING_VIEWS } from '../schemas.ts'
import { dueIdentities, shownBySource } from '../store.ts'

const { db, pool } = await testData()
let owner: Actor
const IDENTITIES = 50_000
const ONE = { id: `off_${'4'.padStart(26, '0')}`, identityId: `nhi_${'400'.padStart(26, '0')}` }

/** One identity in a hundred is or was on its way out; a tenth of these is open. */
const OFFBOARDINGS = `
INSERT INTO offboarding (id, identity_id, cause, state, reason, requested_by, requested_at, by_driver, watch_days, disabled_at, watch_until, ended_at, problem, next_attempt_at)
SELECT 'off_' || lpad(n::text, 26, '0'), 'nhi_' || lpad((n * 100)::text, 26, '0'), 'requested', CASE WHEN n % 10 > 0 THEN 'confirmed' WHEN n % 20 = 0 THEN 'watching' ELSE 'awaiting_source' END, 'generated', 'user:x',
       $1::timestamptz - n * interval '1 minute', n % 20 = 0, 14, $1::timestamptz - interval '10 days', $1::timestamptz + interval '4 days', CASE WHEN n % 10 > 0 THEN $1::timestamptz END,
       CASE WHEN n % 100 = 0 THEN 'The target does not answer' END, CASE WHEN n % 20 = 0 THEN $1::timestamptz END
  FROM generate_series(1, $2::int / 100) n`

beforeAll(async () => {
  const { ownerId } = await aLargeEstate(pool, IDENTITIES)
  await pool.query(OFFBOARDINGS, [NOW, IDENTITIES])
  await pool.query(`UPDATE identity i SET lifecycle = 'offboarded' FROM offboarding o WHERE o.identity_id = i.id AND o.ended_at IS NOT NULL`)
  await pool.query('ANALYZE offboarding; ANALYZE identity')
  owner = { kind: 'user', userId: ownerId, name: 'Person 7', roles: ['owner'] }
}, 60_000)

const READS: [string, (context: ReturnType<typeof contextFor>) => Promise<unknown>][] = [
  ...OFFBOARDING_VIEWS.map((view): (typeof READS)[number] => [`the list of ${view}`, (context) => listOffboardings(context, { view })]),
  ['the inbox', (context) => listOffboardingAlarms(context, {})],
  ['what expires', (context) => listExpiring(context, {})],
  ['a story', (context) => showOffboarding(context, { id: ONE.id }).catch(() => null)],
  ['an identity’s page', (context) => showLifecycle(context, { identityId: ONE.identityId }).catch(() => null)],
  ['its rotations', (context) => showRotation(context, { identityId: ONE.identityId })],
]

test.each(READS)('%s reads no identity that it does not need', async (_, read) => {
  for (const actor of [someone('ciso'), owner]) {
    const { pool: watched, explained } = explainedPool(pool)
    await read(contextFor({ db, pool: watched }, actor))
    expect(explained.length).toBeGreaterThan(0)
    for (const plan of explained) expect(rowsScanned(plan, 'identity'), plan.text).toBe(0)
  }
})

test('the sweeps read by index, and little more than what is due', async () => {
  const { pool: watched, explained } = explainedPool(pool)
  await watched.query(dueIdentities(shift(NOW, -30 * DAY), 500))
  await watched.query(shownBySource(500))
  const [due, shown] = explained
  if (!due || !shown) throw new Error('Nothing was explained')
  expect(rowsScanned(due, 'identity')).toBe(0)
  expect(rowsVisited(due, 'identity')).toBeLessThan(IDENTITIES / 5)
  expect(rowsScanned(shown, 'identity')).toBe(0)
})
