import { expect, test } from 'vitest'
import { openText } from '#lib/crypto/envelope.ts'
import { contextFor, someone, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { scriptedDriver } from '#lib/testing/scripted-driver.ts'
import { changeConnection } from './change-connection.ts'
import { connectSystem } from './connect-system.ts'
import { connectionPurpose } from './connection-purpose.ts'
import { showSystem } from './show-system.ts'
import { testConnection } from './test-connection.ts'

const data = await testData()
const scripts = scriptedDriver('scripted')
const asAdmin = contextFor(data, someone('admin'))
const asAuditor = contextFor(data, someone('auditor'))

let count = 0
const wish = (given: Record<string, unknown> = {}) => ({
  kind: 'scripted',
  name: `system ${++count}`,
  environment: 'staging',
  settings: { place: 'cellar', secret: 'open sesame' },
  ...given,
})
const entriesOf = (id: string) => data.db.auditEntry.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })
const rowOf = (id: string) => data.db.system.findUniqueOrThrow({ where: { id } })
const storedSettings = async (id: string) =>
  JSON.parse(openText(TEST_KEYRING, (await rowOf(id)).connectionSealed ?? '', connectionPurpose(id))) as Record<string, unknown>

test('a live system is stored with its connection sealed, and one audit entry that holds no secret', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  expect(await rowOf(id)).toMatchObject({ kind: 'scripted', environment: 'staging', settings: { place: 'cellar', host: 'localhost', ports: [1] } })
  expect(await storedSettings(id)).toEqual({ place: 'cellar', secret: 'open sesame', host: 'localhost', ports: [1] })
  const entries = await entriesOf(id)
  expect(entries).toMatchObject([{ action: 'systems.connect', entity: 'system', before: null, after: { kind: 'scripted' } }])
  expect(JSON.stringify([entries, await rowOf(id)])).not.toContain('open sesame')
})

test('a form may send its settings flat, and lists as lines', async () => {
  const { settings: _, ...rest } = wish()
  const { id } = await connectSystem(asAdmin, { ...rest, 'settings.place': 'attic', 'settings.secret': 'x', 'settings.host': '', 'settings.ports': '7\n8, 9' })
  expect(await storedSettings(id)).toEqual({ place: 'attic', secret: 'x', host: 'localhost', ports: [7, 8, 9] })
})

test('a system that is fed by files has no connection', async () => {
  const { id } = await connectSystem(asAdmin, wish({ kind: 'aws_iam', settings: { scope: '123456789012' } }))
  expect(await rowOf(id)).toMatchObject({ connectionSealed: null, settings: { scope: '123456789012' } })
  await expect(changeConnection(asAdmin, { id, settings: {} })).rejects.toMatchObject({ code: 'invalid' })
})

test('only an admin connects, changes and tries connections', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  for (const call of [
    connectSystem(asAuditor, wish()),
    changeConnection(asAuditor, { id, settings: {} }),
    testConnection(asAuditor, { kind: 'scripted', settings: {} }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'forbidden' })
  }
})

test.each([
  ['an unknown kind', { kind: 'abacus' }, {}],
  ['an unknown environment', { environment: 'moon' }, { environment: 'Choose an environment' }],
  ['a name too short', { name: ' x ' }, { name: 'Give it a name of at least 2 characters' }],
  ['a missing setting', { settings: { secret: 'x' } }, { 'settings.place': 'Enter the place' }],
  ['a wrong account number', { kind: 'aws_iam', settings: { scope: '12' } }, { 'settings.scope': expect.stringContaining('12 digits') }],
])('%s is refused with its field', async (_what, given, fields) => {
  await expect(connectSystem(asAdmin, wish(given))).rejects.toMatchObject({ code: 'invalid', fields })
})

test('of two people who take one name the second is told, and nothing of theirs is stored', async () => {
  const both = await Promise.allSettled([connectSystem(asAdmin, wish({ name: 'ledger' })), connectSystem(asAdmin, wish({ name: 'ledger' }))])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict', fields: { name: expect.any(String) } } })
  expect(await data.db.system.count({ where: { name: 'ledger' } })).toBe(1)
})

test('a changed connection keeps the secret that was left empty, and says in one audit entry what changed', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  await changeConnection(asAdmin, { id, settings: { place: 'attic', secret: '' } })
  expect(await storedSettings(id)).toMatchObject({ place: 'attic', secret: 'open sesame' })
  await changeConnection(asAdmin, { id, settings: { place: 'attic', secret: 'new' } })
  const [, moved, renewed, ...more] = await entriesOf(id)
  expect(moved).toMatchObject({ before: { settings: { place: 'cellar' } }, after: { settings: { place: 'attic' }, secretsChanged: [] } })
  expect(renewed).toMatchObject({ after: { secretsChanged: ['secret'] } })
  expect(more).toEqual([])
  await changeConnection(asAdmin, { id, settings: { place: 'attic', secret: 'new' } })
  expect(await entriesOf(id)).toHaveLength(3)
})

test('a stored secret is not sent to another host: it has to be entered again', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  const elsewhere = { place: 'cellar', host: 'evil.example', secret: '' }
  await expect(changeConnection(asAdmin, { id, settings: elsewhere })).rejects.toMatchObject({
    code: 'invalid',
    fields: { 'settings.secret': expect.any(String) },
  })
  await expect(testConnection(asAdmin, { kind: 'scripted', id, settings: elsewhere })).rejects.toMatchObject({ code: 'invalid' })
  await changeConnection(asAdmin, { id, settings: { ...elsewhere, secret: 'known to me' } })
  expect(await storedSettings(id)).toMatchObject({ host: 'evil.example', secret: 'known to me' })
})

test('of two people who change one connection at once the second is told', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  const change = (place: string) => changeConnection(asAdmin, { id, settings: { place, secret: '' } })
  const both = await Promise.allSettled([change('attic'), change('garden')])
  const lost = both.filter(({ status }) => status === 'rejected')
  // Either they met, and one lost; or the one saw the other's work done
  for (const each of lost) expect(each).toMatchObject({ reason: { code: 'conflict' } })
  expect(await entriesOf(id)).toHaveLength(3 - lost.length)
  await expect(changeConnection(asAdmin, { id: 'sys_00000000000000000000000000', settings: {} })).rejects.toMatchObject({ code: 'not_found' })
})

test('a connection can be tried before it is stored, and again with the stored secret', async () => {
  expect(await testConnection(asAdmin, { kind: 'scripted', settings: { place: 'nowhere', secret: 'x' } })).toMatchObject({
    reachable: false,
    reason: 'nothing answers at nowhere',
  })
  scripts.set('cellar', { records: () => [] })
  const { id } = await connectSystem(asAdmin, wish())
  expect(await testConnection(asAdmin, { kind: 'scripted', id, settings: { place: 'cellar', secret: '' } })).toMatchObject({ reachable: true })
  await expect(testConnection(asAdmin, { kind: 'scripted', settings: { place: 'cellar', secret: '' } })).rejects.toMatchObject({
    code: 'invalid',
    fields: { 'settings.secret': expect.any(String) },
  })
})

test('the page of a system shows its settings without secrets, and to an owner none', async () => {
  const { id } = await connectSystem(asAdmin, wish())
  const { fields, live, can } = await showSystem(asAuditor, { id })
  expect({ live, can }).toEqual({ live: true, can: { discover: true, lend: false, import: false } })
  expect(fields.map(({ name, input, value }) => [name, input, value])).toEqual([
    ['place', 'text', 'cellar'],
    ['secret', 'secret', ''],
    ['host', 'text', 'localhost'],
    ['ports', 'list', '1'],
  ])
  expect(await showSystem(contextFor(data, someone('owner')), { id })).toMatchObject({ fields: [], runs: [], notes: [] })
})
