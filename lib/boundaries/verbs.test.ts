import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OffboardingId, type SystemId } from '#lib/core/ids.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { clearBoundary } from './clear-boundary.ts'
import { showBoundary, showMatrix } from './queries.ts'
import { recordRevocationDrill } from './record-revocation-drill.ts'
import type { Health } from './rules.ts'
import { setBoundary } from './set-boundary.ts'

const data = await testData()
const { db } = data
const cell = { class: 'ai_agent', environment: 'production' } as const
const reason = 'Agreed with the platform team'
const proof = 'Revoked a test agent, and its token was refused'
let admin: Awaited<ReturnType<typeof aPerson>>
let systemId: SystemId
const asAdmin = (now = NOW) => contextFor(data, actorOf(admin), now)
const asAuditor = (now = NOW) => contextFor(data, someone('auditor'), now)

const complete = () => ({
  ...cell,
  methods: ['lease', 'oidc_federation'],
  maxTtlSeconds: '3600',
  rotationDays: '',
  policySet: 'published',
  telemetry: [{ systemId, maxAgeHours: '24' }],
  revocationPath: 'End its leases, then disable it',
  revocationSystemIds: systemId,
  reason,
})

beforeAll(async () => {
  admin = await aPerson(db, { name: 'Edda Engineer', roles: ['admin'] })
  await db.policyVersion.create({
    data: {
      id: 'pol_1',
      version: 1,
      text: '@id("agents-work-by-day") permit(principal, action, resource);',
      digest: 'x',
      note: '',
      publishedBy: 'x',
      publishedAt: NOW,
    },
  })
})
beforeEach(async () => {
  await db.boundary.deleteMany()
  await db.outbox.deleteMany()
  systemId = (await aSystem(db, { lastSyncedAt: NOW })).id
})

const row = () => db.boundary.findUnique({ where: { class_environment: cell } })
const entries = async () => db.auditEntry.findMany({ where: { entity: 'boundary', entityId: (await row())?.id ?? '' }, orderBy: { id: 'asc' } })

describe('declaring a boundary', () => {
  test('keeps what was declared, with one audit entry, and has the findings derived', async () => {
    await setBoundary(asAdmin(), complete())
    expect(await row()).toMatchObject({
      methods: ['oidc_federation', 'lease'],
      maxTtlSeconds: 3_600,
      rotationDays: null,
      telemetry: [{ systemId, maxAgeHours: 24 }],
      revocationSystemIds: [systemId],
    })
    expect(await entries()).toMatchObject([{ action: 'boundaries.set', reason, after: { policySet: 'published' } }])
    expect(await db.outbox.findMany()).toMatchObject([{ job: 'findings.derive', data: { boundaries: true } }])
  })

  test('again changes it, and its history stays', async () => {
    await setBoundary(asAdmin(), complete())
    await setBoundary(asAdmin(), { ...complete(), maxTtlSeconds: 900 })
    const id = (await row())?.id
    expect(await db.boundaryHistory.findMany({ where: { rowId: id ?? '' } })).toMatchObject([{ row: { max_ttl_seconds: 3_600 } }])
    expect((await showBoundary(asAuditor(), cell)).history).toMatchObject([
      { who: 'Edda Engineer', fields: ['maxTtlSeconds'], reason },
      { action: 'boundaries.set' },
    ])
  })

  test('is for admins', async () => {
    for (const role of ['owner', 'approver', 'ciso', 'auditor'] as const) {
      const context = contextFor(data, someone(role))
      await expect(setBoundary(context, complete())).rejects.toMatchObject({ code: 'forbidden' })
      await expect(clearBoundary(context, { ...cell, reason })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(recordRevocationDrill(context, { ...cell, proof, provenAt: NOW })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test.each([
    ['methods', { methods: ['carrier_pigeon'] }, 'methods.0'],
    ['maxTtlSeconds', { maxTtlSeconds: 59 }, 'maxTtlSeconds'],
    ['a system that is gone', { revocationSystemIds: ['sys_00000000000000000000000000'] }, 'revocationSystemIds'],
    ['a telemetry source that is gone', { telemetry: [{ systemId: 'sys_00000000000000000000000000', maxAgeHours: 1 }] }, 'telemetry'],
    ['the class', { class: 'robot' }, 'class'],
    ['no reason', { reason: 'x' }, 'reason'],
  ])('with a wrong %s is refused, naming the field', async (_, given, field) => {
    await expect(setBoundary(asAdmin(), { ...complete(), ...given })).rejects.toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } })
  })

  test('of two people who declare the same cell at once the second is told, and so is one with an old form', async () => {
    const both = await Promise.allSettled([
      setBoundary(asAdmin(), { ...complete(), revision: null }),
      setBoundary(asAdmin(), { ...complete(), revision: NOW.toISOString() }),
    ])
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
    await expect(setBoundary(asAdmin(), { ...complete(), revision: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a drill', () => {
  test('proves the path, and a change of the path takes the proof back', async () => {
    await setBoundary(asAdmin(), complete())
    await recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: NOW })
    expect(await row()).toMatchObject({ revocationProvenAt: NOW, revocationProof: proof })
    expect(await entries()).toMatchObject([{}, { action: 'boundaries.recordDrill', after: { revocationProof: proof } }])
    await setBoundary(asAdmin(), { ...complete(), maxTtlSeconds: 900 })
    expect(await row()).toMatchObject({ revocationProvenAt: NOW })
    await setBoundary(asAdmin(), { ...complete(), revocationPath: 'Ask the vendor to do it' })
    expect(await row()).toMatchObject({ revocationProvenAt: null, revocationProof: null })
  })

  test('of nothing, in the future, or before the newest one is refused', async () => {
    await expect(recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: NOW })).rejects.toMatchObject({ code: 'not_found' })
    await setBoundary(asAdmin(), complete())
    await expect(recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: shift(NOW, 1) })).rejects.toMatchObject({
      fields: { provenAt: expect.any(String) },
    })
    await recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: NOW })
    await expect(recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: NOW })).rejects.toMatchObject({
      fields: { provenAt: expect.stringContaining('later') },
    })
    await expect(recordRevocationDrill(asAdmin(), { ...cell, proof: 'it works', provenAt: NOW })).rejects.toMatchObject({
      fields: { proof: expect.any(String) },
    })
  })
})

test('what was declared is taken back once, and stays in the log', async () => {
  await setBoundary(asAdmin(), complete())
  const id = (await row())?.id ?? ''
  await clearBoundary(asAdmin(), { ...cell, reason })
  expect(await row()).toBeNull()
  expect(await db.auditEntry.findFirst({ where: { action: 'boundaries.clear' }, orderBy: { id: 'desc' } })).toMatchObject({ entityId: id, reason })
  await expect(clearBoundary(asAdmin(), { ...cell, reason })).rejects.toMatchObject({ code: 'not_found' })
})

describe('the matrix', () => {
  const shown = async (now = NOW) => (await showMatrix(asAuditor(now), {})).find((each) => each.class === cell.class && each.environment === cell.environment)
  const anAgent = () => anIdentity(db, { systemId, class: 'ai_agent', environment: 'production' })

  test('has a cell for every class in every environment', async () => {
    expect(await showMatrix(asAuditor(), {})).toHaveLength(8 * 4)
    await expect(showBoundary(asAuditor(), { class: 'robot', environment: 'production' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a cell is unused, empty, dead or complete, and says why', async () => {
    await db.identity.deleteMany()
    const seen: [Health | undefined, number | undefined][] = []
    const look = async (now = NOW) => seen.push([(await shown(now))?.health, (await shown(now))?.identities])
    await look()
    await anAgent()
    await look()
    await setBoundary(asAdmin(), complete())
    await look()
    expect((await shown())?.reasons).toEqual(['Its revocation path was never proven'])
    await recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: NOW })
    await look()
    expect(seen).toEqual([
      ['unused', 0],
      ['empty', 1],
      ['dead', 1],
      ['complete', 1],
    ])
    const system = (await db.system.findUniqueOrThrow({ where: { id: systemId } })).name
    expect(await shown(shift(NOW, 24 * HOUR))).toMatchObject({ health: 'complete' })
    expect(await shown(shift(NOW, 24 * HOUR + 1))).toMatchObject({ health: 'dead', reasons: [expect.stringContaining(`${system} was last read`)] })
    await db.system.update({ where: { id: systemId }, data: { lastSyncedAt: shift(NOW, 180 * DAY) } })
    expect(await shown(shift(NOW, 180 * DAY))).toMatchObject({ health: 'complete' })
    expect(await shown(shift(NOW, 180 * DAY + 1))).toMatchObject({ health: 'dead', reasons: [expect.stringContaining('more than 180 days')] })
  })

  test('the name of a policy that is not published is no policy set', async () => {
    await anAgent()
    await setBoundary(asAdmin(), { ...complete(), policySet: 'agents-work-by-day' })
    expect((await shown())?.boundary).toMatchObject({ policySetKnown: true })
    await setBoundary(asAdmin(), { ...complete(), policySet: 'agents-work-by-night' })
    expect((await shown())?.reasons).toContain('No published policy is called agents-work-by-night')
  })

  test('the newest of drills, confirmed offboardings and confirmed revocations is the proof', async () => {
    await setBoundary(asAdmin(), complete())
    await recordRevocationDrill(asAdmin(), { ...cell, proof, provenAt: shift(NOW, -DAY) })
    expect((await shown())?.boundary).toMatchObject({ provenBy: 'drill', revocationProvenAt: shift(NOW, -DAY), revocationProof: proof })
    const { id: identityId } = await anAgent()
    await db.offboarding.create({
      data: {
        id: OffboardingId.create(),
        identityId,
        cause: 'requested',
        state: 'confirmed',
        reason: 'x',
        requestedBy: 'x',
        requestedAt: NOW,
        byDriver: true,
        watchDays: 0,
        endedAt: NOW,
      },
    })
    expect((await shown())?.boundary).toMatchObject({ provenBy: 'offboarding', revocationProvenAt: NOW })
  })
})
