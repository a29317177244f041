import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aCredential, anEntitlement, anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { countIdentities, exportIdentities, listIdentities, searchEverything, showIdentity } from './queries.ts'

const data = await testData()
const { db } = data
const auditor = someone('auditor')
const as = (actor: Actor) => contextFor(data, actor)
const days = (count: number) => shift(NOW, count * DAY)

let ada: Awaited<ReturnType<typeof aPerson>>
let orders: Awaited<ReturnType<typeof aSystem>>
let payroll: Awaited<ReturnType<typeof anIdentity>>

beforeAll(async () => {
  ada = await aPerson(db, { name: 'Ada Byron' })
  orders = await aSystem(db, { name: 'Orders database' })
  const files = await aSystem(db, { name: 'File share' })
  const systemId = orders.id
  payroll = await anIdentity(db, {
    systemId,
    name: 'payroll-export',
    ownerId: ada.id,
    purpose: 'Nightly 100% export of payroll_2026',
    environment: 'production',
    expiresAt: days(10),
    lastUsedAt: days(-3),
    lastUseKnown: 'logs',
    attributes: { comment: 'made by hand' },
  })
  await anIdentity(db, { systemId, name: 'deploy', class: 'ci_runner', privileged: true, lastUseKnown: 'logs', environment: 'staging' })
  await anIdentity(db, { systemId, name: 'backup', lastUsedAt: days(-91), lastUseKnown: 'exact', purpose: 'Nightly backup of everything', expiresAt: days(-1) })
  await anIdentity(db, { systemId: files.id, name: 'scanner', ownerId: ada.id, class: 'server', environment: 'sandbox' })
  await anIdentity(db, { systemId, name: '=cmd|calc', vanishedAt: days(-2) })
})

const namesOf = async (filter: object, actor: Actor = auditor) => (await listIdentities(as(actor), filter)).rows.map(({ name }) => name)

describe('the inventory', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', {}, ['backup', 'deploy', 'payroll-export', 'scanner']],
    ['a word of the name', { q: 'PAYROLL' }, ['payroll-export']],
    ['two words, in any order', { q: 'export nightly' }, ['payroll-export']],
    ['a word of the purpose', { q: 'everything' }, ['backup']],
    ['what looks like a pattern, as it stands', { q: '100% export' }, ['payroll-export']],
    ['an underscore, as it stands', { q: 'payroll_2026' }, ['payroll-export']],
    ['a pattern that matches nothing as text', { q: 'payroll%2026' }, []],
    ['two letters: the beginning', { q: 'sc' }, ['scanner']],
    ['two letters from the middle: nothing', { q: 'ca' }, []],
    ['two classes', { class: ['server', 'ci_runner'] }, ['deploy', 'scanner']],
    ['nobody as owner', { owner: 'nobody' }, ['backup', 'deploy']],
    ['two environments', { environment: ['production', 'sandbox'] }, ['payroll-export', 'scanner']],
    ['governed', { governed: 'yes' }, ['payroll-export']],
    ['not governed', { governed: 'no' }, ['backup', 'deploy', 'scanner']],
    ['a missing purpose', { missing: 'purpose' }, ['deploy', 'scanner']],
    ['a missing environment', { missing: 'environment' }, ['backup']],
    ['an expiry', { has: 'expiry' }, ['backup', 'payroll-export']],
    ['a past expiry', { expiry: 'expired' }, ['backup']],
    ['an expiry within 30 days', { expiry: '30d' }, ['payroll-export']],
    ['no expiry', { expiry: 'none' }, ['deploy', 'scanner']],
    ['use within 30 days', { lastUsed: '30d' }, ['payroll-export']],
    ['not seen in 90 days, where the source would know', { lastUsed: 'not-90d' }, ['backup', 'deploy']],
    ['a source that does not say', { lastUsed: 'unknown' }, ['scanner']],
    ['privileged', { privileged: 'yes' }, ['deploy']],
    ['not privileged', { privileged: 'no', q: 'e' }, []],
    ['vanished', { state: 'vanished' }, ['=cmd|calc']],
    ['present or vanished', { state: 'all', owner: 'nobody' }, ['=cmd|calc', 'backup', 'deploy']],
  ])('filtered by %s', async (_, filter, names) => {
    const found = await namesOf(filter)
    expect(found.toSorted()).toEqual(names)
    expect(await countIdentities(as(auditor), filter)).toEqual({ count: names.length, capped: false })
  })

  test('filtered by system and by owner', async () => {
    expect(await namesOf({ system: orders.id })).toEqual(['backup', 'deploy', 'payroll-export'])
    expect(await namesOf({ owner: ada.id })).toEqual(['payroll-export', 'scanner'])
    expect(await namesOf({ owner: 'me' }, { ...actorOf(ada), roles: ['owner', 'admin'] })).toEqual(['payroll-export', 'scanner'])
    expect(await namesOf({ owner: 'me' }, auditor)).toEqual([])
  })

  test('an owner sees what they own, and counts and downloads no more than that', async () => {
    const me = actorOf(ada)
    expect(await namesOf({}, me)).toEqual(['payroll-export', 'scanner'])
    expect(await namesOf({ owner: 'nobody' }, me)).toEqual([])
    expect(await countIdentities(as(me), {})).toEqual({ count: 2, capped: false })
    expect(await linesOf({}, me)).toHaveLength(3)
    expect(await namesOf({}, someone('owner'))).toEqual([])
  })

  test('a workload, and somebody without a role, see nothing', async () => {
    await expect(listIdentities(as({ kind: 'workload', identityId: payroll.id, name: 'x' }), {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listIdentities(as(someone()), {})).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a row says what the screen shows', async () => {
    const credential = { identityId: payroll.id }
    await aCredential(db, credential)
    await aCredential(db, { ...credential, vanishedAt: days(-1) })
    await anEntitlement(db, credential)
    const { rows } = await listIdentities(as(auditor), { q: 'payroll-export' })
    expect(rows).toEqual([
      {
        id: payroll.id,
        externalId: 'payroll-export',
        name: 'payroll-export',
        class: 'service_account',
        system: { id: orders.id, name: 'Orders database' },
        environment: 'production',
        owner: { id: ada.id, name: 'Ada Byron' },
        team: null,
        purpose: 'Nightly 100% export of payroll_2026',
        expiresAt: days(10),
        lastUsedAt: days(-3),
        lastUseKnown: 'logs',
        privileged: false,
        governed: true,
        enabled: true,
        firstSeenAt: NOW,
        vanishedAt: null,
        credentials: 1,
        entitlements: 1,
        revision: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ])
  })
})

async function linesOf(filter: object, actor: Actor = auditor): Promise<string[]> {
  const lines: string[] = []
  for await (const line of await exportIdentities(as(actor), filter)) lines.push(line)
  return lines
}

describe('the download', () => {
  test('has the columns of the screen, in its order, and says what an empty last use means', async () => {
    const [header, ...rows] = parse((await linesOf({ cols: 'owner,lastUsedAt,governed', sort: 'lastUsedAt', dir: 'desc' })).join(''))
    expect(header).toEqual(['Name', 'Owner', 'Last used', 'Governed'])
    expect(rows).toEqual([
      ['payroll-export', 'Ada Byron', days(-3).toISOString(), 'yes'],
      ['backup', '', days(-91).toISOString(), 'no'],
      ['scanner', 'Ada Byron', 'the source does not say', 'no'],
      ['deploy', '', 'not seen in 90 days of logs', 'no'],
    ])
  })

  test('holds no formula', async () => {
    expect((await linesOf({ state: 'vanished', cols: ['name'] })).join('')).toBe(`Name\r\n'=cmd|calc\r\n`)
  })

  test('that is stopped early gives its connection back', async () => {
    for (let times = 0; times < 6; times++) {
      for await (const line of await exportIdentities(as(auditor), {})) {
        expect(line).toContain('Name')
        break
      }
    }
    await expect.poll(() => data.pool.idleCount === data.pool.totalCount).toBe(true)
    expect((await listIdentities(as(auditor), {})).rows).toHaveLength(4)
  })
})

describe('the page of an identity', () => {
  test('an identity that is not yours is not there, like one that does not exist', async () => {
    const other = actorOf(await aPerson(db))
    const answers = await Promise.allSettled([payroll.id, `nhi_${'0'.repeat(26)}`, 'nonsense', '\u0000'].map((id) => showIdentity(as(other), { id })))
    const messages = new Set(answers.map((answer) => (answer.status === 'rejected' ? `${answer.reason.code}: ${answer.reason.message}` : 'shown')))
    expect([...messages]).toEqual(['not_found: There is no such identity, or it is not one of yours'])
    await expect(showIdentity(as(actorOf(ada)), { id: payroll.id })).resolves.toMatchObject({ identity: { name: 'payroll-export' } })
  })

  test('shows facts, what it authenticates with and what it may do, cut at 200 with the count', async () => {
    const identity = await anIdentity(db, { systemId: orders.id, ownerId: ada.id, attributes: { oid: '16384' }, sourceExpiresAt: days(40) })
    await aCredential(db, { identityId: identity.id, externalId: 'gone', vanishedAt: days(-1) })
    await aCredential(db, { identityId: identity.id, externalId: 'here' })
    for (let n = 0; n < 205; n++) await anEntitlement(db, { identityId: identity.id, resource: `table_${n}` })
    const shown = await showIdentity(as(auditor), { id: identity.id })
    expect(shown.identity).toMatchObject({
      attributes: { oid: '16384' },
      sourceExpiresAt: days(40),
      systemKind: 'postgresql',
      ownerEmail: ada.email,
      ownerActive: true,
      credentials: 1,
      entitlements: 205,
    })
    expect(shown.credentials).toMatchObject({ total: 2, rows: [{ externalId: 'here' }, { externalId: 'gone' }] })
    expect(shown.entitlements.total).toBe(205)
    expect(shown.entitlements.rows).toHaveLength(200)
    expect(shown.entitlements.rows[0]).not.toHaveProperty('total')
  })

  test('what is there was last seen when its system was, what is gone is not', async () => {
    const { id: systemId } = await aSystem(db, { lastSyncedAt: days(-1) })
    const lastSeenOf = async (given: object) =>
      (await showIdentity(as(auditor), { id: (await anIdentity(db, { systemId, lastSeenAt: days(-9), ...given })).id })).identity.lastSeenAt
    expect(await lastSeenOf({})).toEqual(days(-1))
    expect(await lastSeenOf({ vanishedAt: days(-1) })).toEqual(days(-9))
  })

  test('its history merges what people did with what discovery found, newest first', async () => {
    const identity = await anIdentity(db, { systemId: orders.id, firstSeenAt: days(-5) })
    const change = { entity: 'identity', entityId: identity.id, actor: `user:${ada.id}`, actorName: 'Ada Byron' }
    await db.auditEntry.create({
      data: {
        id: 'aud_1',
        at: days(-2),
        action: 'ownership.assignOwner',
        reason: 'She runs it',
        before: { ownerId: null },
        after: { ownerId: ada.id },
        ...change,
      },
    })
    await db.identity.update({ where: { id: identity.id }, data: { lastSeenAt: days(-1) } })
    await db.identity.update({ where: { id: identity.id }, data: { enabled: false, privileged: true, lastUsedAt: days(-1) } })
    const { history } = await showIdentity(as(auditor), { id: identity.id })
    expect(history.map(({ who, action, reason, changes }) => ({ who, action, reason, changes }))).toEqual([
      { who: 'Discovery', action: 'discovery', reason: null, changes: ['disabled at the source', 'became privileged'] },
      { who: 'Ada Byron', action: 'ownership.assignOwner', reason: 'She runs it', changes: ['owner is now Ada Byron (was nobody)'] },
      { who: 'Discovery', action: 'discovery', reason: null, changes: ['first seen on Orders database'] },
    ])
  })
})

describe('the command palette', () => {
  test('finds the exact name first, then what begins with it', async () => {
    await anIdentity(db, { systemId: orders.id, name: 'old-deploy' })
    await anIdentity(db, { systemId: orders.id, name: 'deployer' })
    const hits = await searchEverything(as(auditor), { q: ' deploy ' })
    expect(hits.map(({ kind, label }) => `${kind} ${label}`)).toEqual(['identity deploy', 'identity deployer', 'identity old-deploy'])
    expect(hits[0]).toMatchObject({ hint: 'CI runner on Orders database', href: expect.stringMatching(/^\/inventory\/nhi_/) })
  })

  test('finds systems by name and identities by id', async () => {
    expect(await searchEverything(as(auditor), { q: 'orders' })).toContainEqual({
      kind: 'system',
      id: orders.id,
      label: 'Orders database',
      href: `/systems/${orders.id}`,
      hint: 'production',
    })
    expect(await searchEverything(as(auditor), { q: payroll.id })).toMatchObject([{ kind: 'identity', id: payroll.id }])
    expect(await searchEverything(as(auditor), { q: payroll.id.slice(0, 25) })).toContainEqual(expect.objectContaining({ id: payroll.id }))
  })

  test('finds at most eight of a kind, and nothing for one letter', async () => {
    for (let n = 0; n < 10; n++) await anIdentity(db, { systemId: orders.id, name: `bulk-${n}` })
    expect(await searchEverything(as(auditor), { q: 'bulk' })).toHaveLength(8)
    expect(await searchEverything(as(auditor), { q: 'b' })).toEqual([])
  })

  test('an owner finds only their own identities', async () => {
    expect(await searchEverything(as(actorOf(ada)), { q: 'deploy' })).toEqual([])
    expect(await searchEverything(as(actorOf(ada)), { q: 'payroll' })).toMatchObject([{ id: payroll.id }])
    expect(await searchEverything(as(someone('owner')), { q: payroll.id })).toEqual([])
  })
})
