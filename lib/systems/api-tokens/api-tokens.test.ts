import { describe, expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { findTokenActor } from '#lib/people/api-tokens.ts'
import { may, permissions } from '#lib/people/permissions.rules.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aPerson, aSystem } from '#lib/testing/factories.ts'
import { createApiToken } from './create-api-token.ts'
import { listApiTokens, listProvisioningTokens } from './queries.ts'
import { revokeApiToken } from './revoke-api-token.ts'
import { SCOPES_OF } from './schemas.ts'

const data = await testData()
const edda = await aPerson(data.db, { name: 'Edda Engineer', roles: ['admin'] })
const asAdmin = contextFor(data, actorOf(edda))
const system = await aSystem(data.db, { kind: 'custom' })
const wish = { name: 'Company directory', use: 'provisioning', days: 30 }
const actorOfToken = async (token: string, at = NOW) => {
  const actor = await findTokenActor(data.db, token, at)
  if (!actor) throw new Error('nobody shows this token')
  return actor
}

describe('a token for provisioning', () => {
  test('is of no system, ends, and may do what provisioning needs and nothing else', async () => {
    const { id, token } = await createApiToken(asAdmin, wish)
    const actor = await actorOfToken(token, shift(NOW, 30 * DAY - 1))
    expect(actor).toMatchObject({ systemId: null, scopes: SCOPES_OF.provisioning })
    expect(
      Object.keys(permissions)
        .filter((permission) => may(actor, permission as keyof typeof permissions))
        .toSorted(),
    ).toEqual([...SCOPES_OF.provisioning].toSorted())
    expect(await findTokenActor(data.db, token, shift(NOW, 30 * DAY))).toBeNull()
    const entries = await data.db.auditEntry.findMany({ where: { entityId: id } })
    expect(entries).toMatchObject([{ action: 'systems.createApiToken', actorName: 'Edda Engineer' }])
    expect(JSON.stringify(entries)).not.toContain(token)
  })

  test('is listed apart from the tokens of systems', async () => {
    const { id } = await createApiToken(asAdmin, { ...wish, name: 'Second directory' })
    const { id: pushes } = await createApiToken(asAdmin, { name: 'shop exporter', systemId: system.id, days: 1 })
    const ids = (await listProvisioningTokens(asAdmin, {})).map((row) => row.id)
    expect(ids[0]).toBe(id)
    expect(ids).not.toContain(pushes)
    expect(await listApiTokens(asAdmin, { id: system.id })).toMatchObject([{ id: pushes, name: 'shop exporter' }])
    await expect(listProvisioningTokens(contextFor(data, someone('owner', 'approver', 'ciso')), {})).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('lets nobody in any more once it is revoked', async () => {
    const { id, token } = await createApiToken(asAdmin, wish)
    await revokeApiToken(asAdmin, { id, reason: 'The directory was replaced' })
    expect(await findTokenActor(data.db, token, NOW)).toBeNull()
  })
})

test.each([
  ['for discoveries of no system', { ...wish, use: 'discoveries' }, 'systemId'],
  ['for provisioning of one system', { ...wish, systemId: system.id }, 'systemId'],
  ['for anything else', { ...wish, use: 'everything' }, 'use'],
  ['without a name', { ...wish, name: ' ' }, 'name'],
  ['for no day', { ...wish, days: 0 }, 'days'],
  ['for more than a year', { ...wish, days: 366 }, 'days'],
])('a token %s is not made', async (_, input, field) => {
  await expect(createApiToken(asAdmin, input)).rejects.toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } })
  await expect(createApiToken(contextFor(data, someone('owner', 'auditor')), input)).rejects.toMatchObject({ code: 'forbidden' })
})
