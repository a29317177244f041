import { pino } from 'pino'
import { expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { acceptSuccession } from '#lib/ownership/succession/accept-succession.ts'
import { markLeft } from '#lib/ownership/succession/mark-left.ts'
import { actorOf, contextFor, NOW, someone, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson } from '#lib/testing/factories.ts'
import { createConnections } from './connections.ts'
import { runSuccessions } from './run-successions.ts'
import type { WorkerContext } from './worker-context.ts'

const data = await testData()
const { db, pool } = data
let now = NOW
const worker: WorkerContext = { db, pool, keyring: TEST_KEYRING, clock: () => now, connections: createConnections(), log: pino({ level: 'silent' }) }
const reason = 'She takes another job on Friday'

test('at the deadline, and not before, what nobody took over is quarantined; a second sweep, and one beside it, change nothing', async () => {
  const ada = await aPerson(db, { name: 'Ada Byron' })
  const grace = await aPerson(db)
  const [taken, left, gone] = await Promise.all([1, 2, 3].map(() => anIdentity(db, { ownerId: ada.id, backupIds: [grace.id] })))
  const ids = { taken: taken?.id ?? '', left: left?.id ?? '', gone: gone?.id ?? '' }
  await markLeft(contextFor(data, someone('admin')), { id: ada.id, reason, days: 3 })
  await acceptSuccession(contextFor(data, actorOf(grace)), { ids: [ids.taken], reason })
  await db.identity.update({ where: { id: ids.gone }, data: { vanishedAt: NOW } })
  const lifecycles = async () => Promise.all(Object.values(ids).map(async (id) => (await db.identity.findUniqueOrThrow({ where: { id } })).lifecycle))
  const states = async () => Promise.all(Object.values(ids).map(async (id) => (await db.successionItem.findFirstOrThrow({ where: { identityId: id } })).state))

  now = shift(NOW, 3 * DAY - 1)
  await runSuccessions(worker)
  expect(await lifecycles()).toEqual(['active', 'active', 'active'])

  now = shift(NOW, 3 * DAY)
  await Promise.all([runSuccessions(worker), runSuccessions(worker)])
  await runSuccessions(worker)
  expect(await lifecycles()).toEqual(['active', 'quarantined', 'active'])
  expect(await states()).toEqual(['accepted', 'quarantined', 'moot'])
  expect(await db.offboarding.findMany({ where: { identityId: ids.left } })).toMatchObject([
    { cause: 'succession', requestedBy: 'system:ownership.lapseSuccession' },
  ])
  expect((await db.succession.findFirstOrThrow({ where: { personId: ada.id } })).closedAt).toEqual(now)
  expect(await db.auditEntry.count({ where: { action: 'ownership.lapseSuccession' } })).toBe(2)
})
