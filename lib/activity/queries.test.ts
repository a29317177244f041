import { expect, test } from 'vitest'
import { ActivityEventId } from '#lib/core/ids.ts'
import { encodeCursor } from '#lib/core/page.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { explainedPool, rowsScanned } from '#lib/testing/plans.ts'
import { listActivity, showActivity } from './queries.ts'

const data = await testData()
const { db, pool } = data
await pool.query('SELECT tenure_ensure_activity_partitions($1, $2)', [shift(NOW, -120 * DAY), NOW])
const ada = await aPerson(db)
const system = await aSystem(db)
const auditor = contextFor(data, someone('auditor'))

async function seen(identityId: string, instants: Date[], outcome = 'success') {
  await db.activityEvent.createMany({
    data: instants.map((at, n) => ({
      id: ActivityEventId.create(),
      at,
      systemId: system.id,
      identityId,
      externalId: `${identityId}/${at.toISOString()}/${n}/${outcome}`,
      action: 'session.open',
      outcome,
    })),
  })
}

test('the events of the last 90 days are listed newest first, in pages that meet each once, both ways', async () => {
  const { id } = await anIdentity(db, { systemId: system.id })
  const times = Array.from({ length: 120 }, (_, n) => shift(NOW, -Math.floor(n / 2) * 12 * HOUR))
  await seen(id, [...times, shift(NOW, -90 * DAY - 1), shift(NOW, HOUR)])
  const first = await listActivity(auditor, { identityId: id })
  const second = await listActivity(auditor, { identityId: id, cursor: first.next })
  const third = await listActivity(auditor, { identityId: id, cursor: second.next })
  const all = [first, second, third].flatMap(({ rows }) => rows)
  expect(all.map(({ at }) => at)).toEqual(times)
  expect(new Set(all.map((row) => row.id)).size).toBe(120)
  expect([first.previous, third.next]).toEqual([null, null])
  const back = await listActivity(auditor, { identityId: id, cursor: third.previous })
  expect(back.rows).toEqual(second.rows)
  expect((await listActivity(auditor, { identityId: id, cursor: back.previous })).rows).toEqual(first.rows)
})

test.each(['noise', encodeCursor({ side: 'after', values: ['soon'], id: 'x' }), encodeCursor({ side: 'after', values: [], id: '\u0000' })])(
  'the cursor %s starts at the first page',
  async (cursor) => {
    const { id } = await anIdentity(db, { systemId: system.id })
    await seen(id, [NOW])
    expect(await listActivity(auditor, { identityId: id, cursor })).toMatchObject({ rows: [{ action: 'session.open' }], previous: null, next: null })
  },
)

test('each day of the window is counted, in UTC, also the days of silence', async () => {
  const { id } = await anIdentity(db, { systemId: system.id, lastUsedAt: NOW, lastUseKnown: 'logs' })
  await seen(id, [new Date('2026-11-20T23:59:59.999Z'), new Date('2026-11-21T00:00:00Z')])
  await seen(id, [new Date('2026-11-21T12:00:00Z')], 'failure')
  const shown = await showActivity(auditor, { identityId: id })
  expect(shown).toMatchObject({ windowDays: 90, total: 3, lastUse: 'now', since: shift(NOW, -90 * DAY) })
  expect(shown.days).toHaveLength(91)
  expect([shown.days[0]?.day, ...shown.days.slice(-3)]).toEqual([
    '2026-08-24',
    { day: '2026-11-20', count: 1, failures: 0 },
    { day: '2026-11-21', count: 2, failures: 1 },
    { day: '2026-11-22', count: 0, failures: 0 },
  ])
})

test('no event is not "never used": it depends on what the source would have said', async () => {
  const wordsFor = async (lastUseKnown: string) =>
    (await showActivity(auditor, { identityId: (await anIdentity(db, { systemId: system.id, lastUseKnown })).id })).lastUse
  expect(await wordsFor('unknown')).toBe('the source does not say')
  expect(await wordsFor('logs')).toBe('not seen in 90 days of logs')
  expect(await wordsFor('exact')).toBe('no use on record')
})

test('the activity of an identity that is not yours is not there', async () => {
  const mine = await anIdentity(db, { systemId: system.id, ownerId: ada.id })
  const other = await anIdentity(db, { systemId: system.id })
  const me = contextFor(data, actorOf(ada))
  await expect(listActivity(me, { identityId: mine.id })).resolves.toMatchObject({ rows: [] })
  for (const identityId of [other.id, 'nonsense']) {
    await expect(listActivity(me, { identityId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(showActivity(me, { identityId })).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('one identity among many is read by index, and only in the months of the window', async () => {
  await pool.query(
    `INSERT INTO activity_event (id, at, system_id, identity_id, external_id, action, outcome)
     SELECT 'evt_' || lpad(n::text, 26, '0'), $1::timestamptz - (n % 110) * interval '1 day', $2, 'nhi_' || n % 200, 'e' || n, 'session.open', 'success' FROM generate_series(1, 30000) n`,
    [NOW, system.id],
  )
  await pool.query('ANALYZE activity_event')
  const { id } = await anIdentity(db, { systemId: system.id })
  const { pool: watched, explained } = explainedPool(pool)
  const context = { ...auditor, pool: watched }
  await listActivity(context, { identityId: id })
  await showActivity(context, { identityId: id })
  const partitions = explained.flatMap(({ nodes }) => nodes.map((node) => node['Relation Name'] ?? '')).filter((name) => name.startsWith('activity_event_'))
  expect(new Set(partitions)).toEqual(new Set(['activity_event_202608', 'activity_event_202609', 'activity_event_202610', 'activity_event_202611']))
  for (const plan of explained) for (const name of partitions) expect(rowsScanned(plan, name), plan.text).toBe(0)
})
