import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { explainedPool, rowsScanned, rowsVisited } from '#lib/testing/plans.ts'
import { countIdentities, listIdentities, searchEverything, showIdentity } from '../queries.ts'
import { COUNT_CAP } from '../rules.ts'
import { IDENTITY_SORTS } from '../schemas.ts'

const { db, pool } = await testData()
const auditor = someone('auditor')
let owner: Actor
let member: Actor
let ids: { ownerId: string; systemId: string; teamId: string; memberId: string; backupId: string }

beforeAll(async () => {
  ids = await aLargeEstate(pool, 50_000)
  owner = { kind: 'user', userId: ids.ownerId, name: 'Person 7', roles: ['owner'] }
  member = { kind: 'user', userId: ids.memberId, name: 'Person 58', roles: ['owner'] }
}, 60_000)

const FILTERS: Record<string, () => Record<string, unknown>> = {
  everything: () => ({}),
  orphans: () => ({ owner: 'nobody' }),
  'of one owner': () => ({ owner: ids.ownerId }),
  'of one system': () => ({ system: ids.systemId }),
  'of one class': () => ({ class: 'ai_agent' }),
  'in sandboxes': () => ({ environment: 'sandbox' }),
  'of a team': () => ({ team: ids.teamId }),
  'orphans of a team': () => ({ team: ids.teamId, owner: 'nobody' }),
  sponsored: () => ({ sponsor: ids.ownerId }),
  quarantined: () => ({ lifecycle: 'quarantined' }),
  governed: () => ({ governed: 'yes' }),
  'without a purpose': () => ({ missing: 'purpose' }),
  expired: () => ({ expiry: 'expired' }),
  'expiring soon': () => ({ expiry: '30d' }),
  'not seen in 90 days': () => ({ lastUsed: 'not-90d' }),
  privileged: () => ({ privileged: 'yes' }),
  'privileged orphans in production': () => ({ privileged: 'yes', owner: 'nobody', environment: 'production' }),
  vanished: () => ({ state: 'vanished' }),
  'a rare word': () => ({ q: 'deploy-4711' }),
  'a common word': () => ({ q: 'payroll' }),
  'two letters': () => ({ q: 'ba' }),
  'a common word among orphans': () => ({ q: 'payroll', owner: 'nobody' }),
}

async function plansOf(actor: Actor, run: (context: ReturnType<typeof contextFor>) => Promise<unknown>) {
  const { pool: watched, explained } = explainedPool(pool)
  await run(contextFor({ db, pool: watched }, actor))
  return explained
}

async function expectNoTableReadThrough(actor: Actor, filter: Record<string, unknown>) {
  for (const sort of IDENTITY_SORTS) {
    const plans = await plansOf(actor, async (context) => {
      const { next } = await listIdentities(context, { ...filter, sort })
      if (next) await listIdentities(context, { ...filter, sort, cursor: next })
    })
    // Collecting up to a limit may begin anywhere, as long as it stops soon
    for (const plan of plans)
      expect(rowsScanned(plan, 'identity'), `${sort}: ${plan.text}`).toBeLessThanOrEqual(plan.text.startsWith('SELECT i.id FROM identity i') ? 30_000 : 0)
  }
}

describe.each(Object.entries(FILTERS))('%s', (_, filter) => {
  test('a page in any order reads no table from end to end', () => expectNoTableReadThrough(auditor, filter()), 30_000)

  test('the count stops at its cap', async () => {
    const [plan] = await plansOf(auditor, (context) => countIdentities(context, filter()))
    expect(plan && rowsScanned(plan, 'identity')).toBeLessThanOrEqual(25 * COUNT_CAP)
  })
})

test.each(['everything', 'a common word', 'not seen in 90 days'])(
  'an owner reads %s of theirs by index',
  (name) => expectNoTableReadThrough(owner, FILTERS[name]?.() ?? {}),
  30_000,
)

test.each(['everything', 'a common word', 'orphans'])(
  'somebody who owns nothing reads %s of their teams by index',
  (name) => expectNoTableReadThrough(member, FILTERS[name]?.() ?? {}),
  30_000,
)

test('whoever backs up three identities and sponsors two visits little more than these', async () => {
  const backup: Actor = { kind: 'user', userId: ids.backupId, name: 'Person 59', roles: ['owner'] }
  for (const sort of IDENTITY_SORTS) {
    const plans = await plansOf(backup, async (context) => {
      const { rows } = await listIdentities(context, { sort, state: 'all' })
      expect(rows).toHaveLength(5)
    })
    for (const plan of plans) expect(rowsVisited(plan, 'identity'), plan.text).toBeLessThan(500)
  }
})

test('one identity and the palette are found by index, or by few rows', async () => {
  const id = `nhi_${'4711'.padStart(26, '0')}`
  const plans = await plansOf(auditor, async (context) => {
    await showIdentity(context, { id })
    for (const q of ['pay', 'deploy-4711', 'ba', id, 'req_01k8']) await searchEverything(context, { q })
  })
  expect(plans.length).toBeGreaterThan(10)
  for (const plan of plans) {
    expect(rowsScanned(plan, 'identity'), plan.text).toBeLessThan(5_000)
    for (const table of ['credential', 'entitlement', 'audit_entry', 'identity_history']) expect(rowsScanned(plan, table), plan.text).toBe(0)
  }
})
