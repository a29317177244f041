import { beforeEach, expect, test } from 'vitest'
import { contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { aPrivilege, aSystem } from '#lib/testing/factories.ts'
import { listCatalogue } from '../queries.ts'
import { offerPrivilege } from './offer-privilege.ts'
import { withdrawPrivilege } from './withdraw-privilege.ts'

const data = await testData()
const asAdmin = contextFor(data, someone('admin'))
const asOwner = contextFor(data, someone('owner'))
const offer = { title: 'Read the shop', description: 'Reads orders and customers', risk: 'low', maxSeconds: 3_600 }
let privilege: Awaited<ReturnType<typeof aPrivilege>>

beforeEach(async () => {
  privilege = await aPrivilege(data.db, { offered: false })
})

const rowOf = () => data.db.privilege.findUnique({ where: { id: privilege.id } })
const entries = () => data.db.auditEntry.findMany({ where: { entityId: privilege.id }, orderBy: { id: 'asc' } })

test('an offered privilege stands in the catalogue, with one audit entry of what the offer says', async () => {
  await offerPrivilege(asAdmin, { id: privilege.id, ...offer })
  expect(await rowOf()).toMatchObject({ ...offer, offered: true })
  expect(await entries()).toMatchObject([
    { action: 'systems.offerPrivilege', entity: 'privilege', before: { offered: false }, after: { offered: true, risk: 'low' } },
  ])
  const catalogue = await listCatalogue(asOwner, {})
  expect(catalogue.find(({ id }) => id === privilege.id)).toMatchObject({ title: 'Read the shop', maxSeconds: 3_600, system: { environment: 'production' } })
})

test('a withdrawn one does not, with one audit entry, and cannot be withdrawn again', async () => {
  await offerPrivilege(asAdmin, { id: privilege.id, ...offer })
  await withdrawPrivilege(asAdmin, { id: privilege.id })
  expect(await rowOf()).toMatchObject({ offered: false, title: 'Read the shop' })
  expect(await entries()).toHaveLength(2)
  expect((await listCatalogue(asOwner, {})).map(({ id }) => id)).not.toContain(privilege.id)
  await expect(withdrawPrivilege(asAdmin, { id: privilege.id })).rejects.toMatchObject({ code: 'conflict' })
})

test('only an admin offers and withdraws', async () => {
  for (const role of ['owner', 'approver', 'ciso', 'auditor'] as const) {
    const context = contextFor(data, someone(role))
    await expect(offerPrivilege(context, { id: privilege.id, ...offer })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(withdrawPrivilege(context, { id: privilege.id })).rejects.toMatchObject({ code: 'forbidden' })
  }
})

test.each([
  ['title', 'x'],
  ['description', 'too short'],
  ['risk', 'none'],
  ['maxSeconds', 59],
  ['maxSeconds', 30 * 86_400 + 1],
  ['id', 'x'],
])('a wrong %s is named', async (field, value) => {
  await expect(offerPrivilege(asAdmin, { id: privilege.id, ...offer, [field]: value })).rejects.toMatchObject({
    code: 'invalid',
    fields: { [field]: expect.any(String) },
  })
})

test('what the system would refuse to lend cannot be offered, and one that is not there not either', async () => {
  const rigid = await aPrivilege(data.db, { offered: false, lendable: false, notLendableReason: 'it is a superuser' })
  await expect(offerPrivilege(asAdmin, { id: rigid.id, ...offer })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('it is a superuser'),
  })
  const nowhere = { id: 'prv_00000000000000000000000000' }
  await expect(offerPrivilege(asAdmin, { ...nowhere, ...offer })).rejects.toMatchObject({ code: 'not_found' })
  await expect(withdrawPrivilege(asAdmin, nowhere)).rejects.toMatchObject({ code: 'not_found' })
})

test('of two people who withdraw at once one is told, and there is one audit entry', async () => {
  await offerPrivilege(asAdmin, { id: privilege.id, ...offer })
  const both = await Promise.allSettled([withdrawPrivilege(asAdmin, { id: privilege.id }), withdrawPrivilege(asAdmin, { id: privilege.id })])
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'conflict' } }])
  expect(await entries()).toHaveLength(2)
})

test('the catalogue finds by title, name and system, and leaves out what cannot be lent now', async () => {
  const system = await aSystem(data.db, { name: 'Ledger of accounts' })
  const reader = await aPrivilege(data.db, { systemId: system.id, name: 'ledger_reader', title: 'Look things up' })
  await aPrivilege(data.db, { systemId: system.id, name: 'ledger_gone', lendable: false })
  for (const search of ['LOOK', 'ledger_read', 'of accounts']) expect((await listCatalogue(asOwner, { search })).map(({ id }) => id)).toEqual([reader.id])
})
