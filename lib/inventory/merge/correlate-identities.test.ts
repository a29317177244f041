import { beforeEach, describe, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { unifyIdentities } from '../corrections/unify-identities.ts'
import { NOW, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { anAccount, aTrust } from '#lib/testing/records.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
let count = 0
let key = ''
let live: SystemId
let vendor: SystemId
let pushed: SystemId
let otherPushed: SystemId

beforeEach(async () => {
  now = NOW
  key = `key:${++count}`
  const all = await Promise.all([
    aSystem(data.db, { connectionSealed: 'sealed' }),
    aSystem(data.db, { kind: 'aws_iam' }),
    aSystem(data.db, { kind: 'custom' }),
    aSystem(data.db, { kind: 'custom' }),
  ])
  ;[live, vendor, pushed, otherPushed] = all.map(({ id }) => id) as [SystemId, SystemId, SystemId, SystemId]
})

const claims = (name: string, given: object = {}) => anAccount(name, { correlationKeys: [key], ...given })
const show = async (system: SystemId, ...records: object[]) => {
  now = shift(now, DAY)
  return world.merge(system, records)
}
const named = (systemId: SystemId, externalId: string) => data.db.identity.findUniqueOrThrow({ where: { systemId_externalId: { systemId, externalId } } })
const untilSomebodyWaits = async () => {
  for (;;) {
    const { rows } = await data.pool.query<{ waits: boolean }>('SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted) AS waits')
    if (rows[0]?.waits) return
  }
}
const noted = async (systemId: SystemId) => (await data.db.syncRun.findFirstOrThrow({ where: { systemId }, orderBy: { createdAt: 'desc' } })).notes

describe('a key that a source claims', () => {
  test('leaves what Tenure reads itself in the register, however old and owned what was pushed is', async () => {
    await show(pushed, claims('pushed'))
    await show(live, claims('real'))
    const real = await named(live, 'real')
    expect(await named(pushed, 'pushed')).toMatchObject({ mergedIntoId: real.id })
    expect(real).toMatchObject({ mergedIntoId: null })
  })

  test('leaves what a vendor exported over what was pushed', async () => {
    await show(pushed, claims('pushed'))
    await show(vendor, claims('real'))
    expect(await named(pushed, 'pushed')).toMatchObject({ mergedIntoId: (await named(vendor, 'real')).id })
  })

  test('merges nothing between sources that are both pushed, and says so', async () => {
    await show(pushed, claims('claimed first'))
    expect((await show(otherPushed, claims('real'))).correlated).toBe(0)
    expect(await noted(otherPushed)).toMatchObject([{ code: 'left_apart', subject: 'real' }])
    expect(JSON.stringify(await noted(otherPushed))).not.toContain('claimed first')
  })

  test('gives nobody an identity: what is pushed does not bring its owner, or its end, to what it claims to be', async () => {
    const person = await aPerson(data.db)
    await show(live, claims('real'))
    const thief = await anIdentity(data.db, { systemId: pushed, name: 'thief', ownerId: person.id })
    const short = await anIdentity(data.db, { systemId: otherPushed, name: 'short', expiresAt: shift(NOW, DAY), purpose: 'to end another' })
    await show(pushed, claims('thief'))
    await show(otherPushed, claims('short'))
    expect(await named(live, 'real')).toMatchObject({ ownerId: null, expiresAt: null, purpose: null })
    expect(await data.db.identity.findMany({ where: { id: { in: [thief.id, short.id] }, mergedIntoId: { not: null } } })).toEqual([])
  })

  test('takes nothing out of the hands of its owner', async () => {
    const [one, other] = await Promise.all([aPerson(data.db), aPerson(data.db)])
    await anIdentity(data.db, { systemId: live, name: 'a', ownerId: one.id })
    await anIdentity(data.db, { systemId: vendor, name: 'b', ownerId: other.id })
    await show(live, claims('a'))
    expect((await show(vendor, claims('b'))).correlated).toBe(0)
    expect(await noted(vendor)).toMatchObject([{ code: 'left_apart', text: expect.stringContaining('different people answer') }])
  })

  test('hides nothing privileged, also where it becomes so later', async () => {
    await show(live, claims('plain'))
    expect((await show(vendor, claims('root', { privileged: true, privilegedReason: 'It may do everything' }))).correlated).toBe(0)
    key = `${key}:second`
    await show(live, claims('plain too'), anAccount('plain'))
    expect((await show(vendor, claims('grows'))).correlated).toBe(1)
    await show(vendor, claims('grows', { privileged: true, privilegedReason: 'It may do everything' }))
    expect(await named(vendor, 'grows')).toMatchObject({ mergedIntoId: null, privileged: true })
  })

  test('is one principal of each source: several that claim it are merged with none', async () => {
    await show(live, claims('real'))
    expect((await show(vendor, claims('one'), claims('two'))).correlated).toBe(0)
    expect(await noted(vendor)).toMatchObject([{ code: 'ambiguous_correlation' }, { code: 'ambiguous_correlation' }])
    key = `${key}:second`
    await show(live, claims('real too'), anAccount('real'))
    expect((await show(pushed, claims('first'))).correlated).toBe(1)
    expect((await show(pushed, claims('first'), claims('second'))).correlated).toBe(0)
  })

  test('has the trusts that wait for it, and a fingerprint its exposures, only until a source shows it that is not pushed', async () => {
    const exposure = { type: 'exposure', externalId: key, rule: 'aws-access-token', title: 'AWS', fingerprints: [`AKIA:${key}`] }
    const credential = (of: string) => ({
      type: 'credential',
      identityExternalId: of,
      externalId: 'k',
      kind: 'access_key',
      fingerprint: `AKIA:${key}`,
      enabled: true,
    })
    const trusts = (externalId: string) => ({ ...aTrust('trusting', { principal: key, principalCorrelationKey: key }), externalId })
    await show(otherPushed, anAccount('scanner'), exposure)
    await show(vendor, anAccount('trusting'), trusts('first'))
    await show(pushed, claims('thief', { privileged: true }), credential('thief'))
    const tied = async () => {
      const [trust, found] = await Promise.all([
        data.db.trust.findMany({ where: { principalCorrelationKey: key }, include: { principalIdentity: true } }),
        data.db.exposure.findFirstOrThrow({ where: { externalId: key }, include: { identity: true } }),
      ])
      return [...trust.map(({ principalIdentity }) => principalIdentity?.name), found.identity?.name]
    }
    expect(await tied()).toEqual(['thief', 'thief'])
    await show(live, claims('real'), credential('real'))
    expect(await tied()).toEqual(['real', 'real'])
    await show(pushed, claims('thief', { privileged: true }), credential('thief'))
    await show(vendor, anAccount('trusting'), trusts('first'), trusts('second'))
    expect(await tied()).toEqual(['real', 'real', 'real'])
  })

  test('does not bring back into service, or hide, what is on its way out', async () => {
    await anIdentity(data.db, { systemId: live, name: 'leaving', lifecycle: 'quarantined' })
    await show(live, claims('leaving'))
    expect((await show(vendor, claims('working'))).correlated).toBe(0)
  })
})

describe('a view of an identity', () => {
  test('stands for itself again once that identity is gone, and is merged again when it returns', async () => {
    await show(live, claims('real'), anAccount('rest'))
    await show(vendor, claims('view'))
    await show(live, anAccount('rest'))
    expect(await named(vendor, 'view')).toMatchObject({ mergedIntoId: null, vanishedAt: null })
    await show(live, claims('real'), anAccount('rest'))
    expect(await named(vendor, 'view')).toMatchObject({ mergedIntoId: (await named(live, 'real')).id })
  })

  test('cannot be made of one that is gone, also not by hand', async () => {
    const [gone, there] = await Promise.all([anIdentity(data.db, { vanishedAt: NOW }), anIdentity(data.db)])
    const merge = unifyIdentities(world.asAdmin(), { id: there.id, intoId: gone.id, reason: 'They are the same account' })
    await expect(merge).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('gone') })
  })

  test('is never made of a view, though two sources merge at the same time', async () => {
    await show(vendor, claims('middle'))
    const top = await anIdentity(data.db, { systemId: live, name: 'top' })
    const other = await data.pool.connect()
    try {
      await other.query('BEGIN')
      await other.query('UPDATE identity SET merged_into_id = $1 WHERE id = $2', [top.id, (await named(vendor, 'middle')).id])
      const merging = show(pushed, claims('low'))
      await Promise.race([merging, untilSomebodyWaits()])
      await other.query('COMMIT')
      await merging
    } finally {
      other.release()
    }
    expect(await named(pushed, 'low')).toMatchObject({ mergedIntoId: null })
  })
})
