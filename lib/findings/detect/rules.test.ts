import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import { ActivityEventId, type SystemId } from '#lib/core/ids.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { contextFor, NOW, testData, worker } from '#lib/testing/contexts.ts'
import { aBoundary, aCredential, anExposure, anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { deriveFindings } from '../derive-findings.ts'
import type { RuleName } from '../rules.ts'

const data = await testData()
const { db } = data
const ago = (days: number) => shift(NOW, -days * DAY)
let systemId: SystemId
let ownerId: string

beforeAll(() => ensureActivityMonths(data.pool, ago(120), NOW))
beforeEach(async () => {
  systemId = (await aSystem(db, { environment: 'staging', lastSyncedAt: NOW })).id
  ownerId = (await aPerson(db)).id
})

/** An identity that breaks no rule. */
const governed = (given: Parameters<typeof anIdentity>[1] = {}) =>
  anIdentity(db, { systemId, ownerId, purpose: 'Runs the nightly import', environment: 'staging', expiresAt: shift(NOW, 30 * DAY), ...given })
const derive = (scope: Record<string, unknown>, now = NOW) => deriveFindings(contextFor(data, worker('findings.derive'), now), scope)
const found = async (rule: RuleName, subjectKey: string) => db.finding.findUnique({ where: { rule_subjectKey: { rule, subjectKey } } })
const openRulesOf = async (identityId: string) =>
  (await db.finding.findMany({ where: { identityId, state: 'open' }, orderBy: { rule: 'asc' } })).map(({ rule }) => rule)
const event = (identityId: string, action: string, at: Date, sourceAddress: string | null = null) => {
  const id = ActivityEventId.create()
  return db.activityEvent.create({ data: { id, externalId: id, systemId, identityId, action, at, sourceAddress, outcome: 'success' } })
}
const review = (identityId: string, at: Date, actor = `user:${ownerId}`) =>
  db.auditEntry.create({
    data: {
      id: `aud_${Math.random().toString(36).slice(2)}`,
      at,
      actor,
      actorName: 'x',
      action: 'ownership.declarePurpose',
      entity: 'identity',
      entityId: identityId,
    },
  })

type Broken = { id: string; subject?: string }
type Case = {
  rule: RuleName
  says: Record<string, unknown>
  score: number
  severity: string
  breaks: () => Promise<Broken>
  heals: (broken: Broken) => Promise<unknown>
}

const update = (id: string, values: object) => db.identity.update({ where: { id }, data: values })

const CASES: Record<string, Case> = {
  'nobody answers for it': {
    rule: 'orphaned',
    says: {},
    score: 50,
    severity: 'medium',
    breaks: () => governed({ ownerId: null }),
    heals: ({ id }) => update(id, { ownerId }),
  },
  'its owner left': {
    rule: 'orphaned',
    says: { ownerWhoLeft: 'Lea Left', ownerLeftAt: '2026-11-12T10:00:00Z' },
    score: 90,
    severity: 'critical',
    breaks: async () =>
      governed({ privileged: true, environment: 'production', ownerId: (await aPerson(db, { name: 'Lea Left', active: false, leftAt: ago(10) })).id }),
    heals: ({ id }) => update(id, { ownerId }),
  },
  'nobody said what it is for': {
    rule: 'no_purpose',
    says: { missing: 'purpose' },
    score: 20,
    severity: 'low',
    breaks: () => governed({ purpose: null }),
    heals: ({ id }) => update(id, { purpose: 'Runs the nightly import' }),
  },
  'it has no end': {
    rule: 'no_expiry',
    says: { missing: 'expiry', endsAtTheSource: '2026-11-21T10:00:00Z' },
    score: 20,
    severity: 'low',
    breaks: () => governed({ expiresAt: null, sourceExpiresAt: ago(1) }),
    heals: ({ id }) => update(id, { expiresAt: shift(NOW, DAY) }),
  },
  'nobody said where it runs': {
    rule: 'no_environment',
    says: { missing: 'environment', environmentOfItsSystem: 'staging' },
    score: 15,
    severity: 'low',
    breaks: () => governed({ environment: null }),
    heals: ({ id }) => update(id, { environment: 'staging' }),
  },
  'its end has come this instant, and it was used after that': {
    rule: 'expired',
    says: { expiredAt: '2026-11-22T10:00:00Z', lastUsedAt: '2026-11-22T11:00:00Z' },
    score: 65,
    severity: 'high',
    breaks: () => governed({ expiresAt: NOW, lastUsedAt: shift(NOW, HOUR), lastUseKnown: 'exact' }),
    heals: ({ id }) => update(id, { expiresAt: shift(NOW, 1) }),
  },
  'nobody used it for more than 90 days': {
    rule: 'stale',
    says: { lastUsedAt: '2026-08-23T10:00:00Z', quietSince: '2026-08-23T10:00:00Z', observationWindowDays: 90, observedBy: expect.stringContaining('90 days') },
    score: 30,
    severity: 'low',
    breaks: () => governed({ lastUsedAt: ago(91), lastUseKnown: 'logs' }),
    heals: ({ id }) => update(id, { lastUsedAt: ago(90) }),
  },
  'its source records every use, and has none for years': {
    rule: 'stale',
    says: { observedBy: 'its source, which records every use', quietSince: '2024-11-22T10:00:00Z' },
    score: 50,
    severity: 'medium',
    breaks: () => governed({ sourceCreatedAt: ago(730), lastUseKnown: 'exact' }),
    heals: ({ id }) => update(id, { lastUseKnown: 'unknown' }),
  },
  'a credential is 90 days old': {
    rule: 'unrotated',
    says: { credential: 'password', lastRotatedAt: '2026-08-24T10:00:00Z', limitDays: 90, limitFrom: 'the default' },
    score: 30,
    severity: 'low',
    breaks: async () => {
      const { id } = await governed()
      return { id, subject: (await aCredential(db, { identityId: id, lastRotatedAt: ago(90), sourceCreatedAt: ago(900) })).id }
    },
    heals: ({ subject }) => db.credential.update({ where: { id: subject ?? '' }, data: { lastRotatedAt: shift(ago(90), 1) } }),
  },
  'a credential is older than its boundary lets it become, four times': {
    rule: 'unrotated',
    says: { limitDays: 30, limitFrom: 'the trust boundary' },
    score: 70,
    severity: 'high',
    breaks: async () => {
      const { id } = await governed({ class: 'ai_agent', environment: 'production' })
      await aBoundary(db, { systemId, class: 'ai_agent', rotationDays: 30 })
      return { id, subject: (await aCredential(db, { identityId: id, kind: 'api_key', sourceCreatedAt: ago(120) })).id }
    },
    heals: ({ subject }) => db.credential.update({ where: { id: subject ?? '' }, data: { rotationDays: 200 } }),
  },
  'it is privileged, and nobody ever looked at it': {
    rule: 'privileged_unreviewed',
    says: { privilegedBecause: 'Superuser', reviewWindowDays: 90, whatCounts: expect.stringContaining('No campaign') },
    score: 55,
    severity: 'medium',
    breaks: () => governed({ privileged: true, privilegedReason: 'Superuser' }),
    heals: ({ id }) => review(id, ago(90)),
  },
  'it is privileged, and only a job touched it since': {
    rule: 'privileged_unreviewed',
    says: { lastReviewedAt: '2026-08-23T10:00:00Z' },
    score: 40,
    severity: 'medium',
    breaks: async () => {
      const broken = await governed({ privileged: true })
      await review(broken.id, ago(91))
      await review(broken.id, ago(1), 'system:x')
      return broken
    },
    heals: ({ id }) => update(id, { privileged: false }),
  },
  'two identities have the same credential, in different environments': {
    rule: 'shared',
    says: { credential: 'api_key', fingerprint: 'sha256:feed', otherIdentities: 1, otherSystems: 1 },
    score: 60,
    severity: 'high',
    breaks: async () => {
      const [{ id }, other] = [await governed(), await governed({ environment: 'production' })]
      await aCredential(db, { identityId: other.id, kind: 'api_key', fingerprint: 'sha256:feed' })
      return { id, subject: (await aCredential(db, { identityId: id, kind: 'api_key', fingerprint: 'sha256:feed' })).id }
    },
    heals: () => db.credential.updateMany({ where: { fingerprint: 'sha256:feed' }, data: { vanishedAt: NOW } }),
  },
  'its source names two workloads that use it': {
    rule: 'shared',
    says: { usedBy: ['billing', 'mailer'] },
    score: 35,
    severity: 'medium',
    breaks: async () => {
      const { id } = await governed({ details: { usedBy: ['billing', 'mailer'] } })
      return { id, subject: `${id}/workloads` }
    },
    heals: ({ id }) => update(id, { details: { usedBy: ['billing'] } }),
  },
  'it was seen from five addresses in a week': {
    rule: 'shared',
    says: { addresses: 5, how: expect.stringContaining('may be one workload') },
    score: 20,
    severity: 'low',
    breaks: async () => {
      const { id } = await governed()
      for (let n = 0; n < 5; n++) await event(id, 'session.open', ago(n), `192.0.2.${n}`)
      return { id, subject: `${id}/addresses` }
    },
    heals: ({ id }) => db.activityEvent.deleteMany({ where: { identityId: id, sourceAddress: '192.0.2.0' } }),
  },
  'a person logged in to the console with it': {
    rule: 'human_use',
    says: { events: 1, actions: ['signin:ConsoleLogin'], addresses: ['203.0.113.9'], lastAt: '2026-11-20T10:00:00Z' },
    score: 50,
    severity: 'medium',
    breaks: async () => {
      const broken = await governed()
      await event(broken.id, 'signin:ConsoleLogin', ago(2), '203.0.113.9')
      await event(broken.id, 'iam:ListUsers', ago(2), '203.0.113.9')
      return broken
    },
    heals: ({ id }) => update(id, { class: 'human_admin' }),
  },
  'a secret lies in code, and the register does not know it': {
    rule: 'exposed',
    says: { secret: 'AWS access key', path: 'deploy/prod.env', line: 12, triedByScanner: 'it was not tried', credential: 'not known to the register' },
    score: 40,
    severity: 'medium',
    breaks: async () => {
      const { id } = await anExposure(db, { systemId })
      return { id, subject: id }
    },
    heals: ({ id }) => db.exposure.update({ where: { id }, data: { vanishedAt: NOW } }),
  },
  'a secret lies in code, and it works': {
    rule: 'exposed',
    says: { triedByScanner: 'it worked', credential: 'known, and it works' },
    score: 100,
    severity: 'critical',
    breaks: async () => {
      const identity = await governed({ privileged: true, environment: 'production' })
      const credential = await aCredential(db, { identityId: identity.id, kind: 'access_key' })
      const { id } = await anExposure(db, { systemId, identityId: identity.id, credentialId: credential.id, verified: true })
      return { id, subject: id }
    },
    heals: ({ id }) => db.exposure.update({ where: { id }, data: { vanishedAt: NOW } }),
  },
}

describe.each(Object.entries(CASES))('%s', (_, { rule, says, score, severity, breaks, heals }) => {
  test('opens a finding that says so, and closes when it is not so any more', async () => {
    const broken = await breaks()
    const subject = broken.subject ?? broken.id
    await derive({ systemId })
    const finding = await found(rule, subject)
    expect(finding).toMatchObject({ state: 'open', score, severity, systemId, openedAt: NOW })
    expect(finding?.evidence).toMatchObject(says)
    const lines = finding?.arithmetic as { points: number }[]
    expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(score)

    await heals(broken)
    await derive({ systemId })
    expect(await found(rule, subject)).toMatchObject({ state: 'closed', closedAt: NOW })
  })
})

test('an identity that breaks no rule has no finding', async () => {
  const { id } = await governed()
  await derive({ identityIds: [id] })
  expect(await openRulesOf(id)).toEqual([])
})

test('a last use that the source does not tell is never unused', async () => {
  const { id } = await governed({ sourceCreatedAt: ago(900), lastUseKnown: 'unknown' })
  await derive({ identityIds: [id] })
  expect(await openRulesOf(id)).toEqual([])
})

test('what was not read cannot have shown a use: nothing is unused while its source is out of date', async () => {
  await db.system.update({ where: { id: systemId }, data: { lastSyncedAt: ago(80) } })
  const { id } = await governed({ lastUsedAt: ago(100), lastUseKnown: 'logs' })
  await derive({ identityIds: [id] })
  expect(await openRulesOf(id)).toEqual([])
})

test.each([
  ['disabled', { enabled: false }],
  ['gone', { vanishedAt: NOW }],
  ['on its way out', { lifecycle: 'offboarding' }],
  ['not seen yet', { lifecycle: 'planned' }],
])('an identity that is %s raises nothing, and what was found before closes', async (_, given) => {
  const { id } = await anIdentity(db, { systemId, privileged: true })
  await derive({ identityIds: [id] })
  expect(await openRulesOf(id)).toEqual(['no_environment', 'no_expiry', 'no_purpose', 'orphaned', 'privileged_unreviewed'])
  await update(id, given)
  await derive({ identityIds: [id] })
  expect(await openRulesOf(id)).toEqual([])
})

test('an identity that is another’s view raises nothing of its own: what it holds and does is found on the other one, and stays found', async () => {
  const into = await governed()
  const { id } = await anIdentity(db, { systemId, mergedIntoId: into.id, privileged: true })
  await aCredential(db, { identityId: id, fingerprint: 'both', sourceCreatedAt: ago(200) })
  await aCredential(db, { identityId: into.id, fingerprint: 'both', sourceCreatedAt: ago(1) })
  await event(id, 'ConsoleLogin', ago(1))
  for (const scope of [{ identityIds: [id] }, { identityIds: [into.id] }, { systemId }, { all: true }]) {
    await derive(scope)
    expect(await openRulesOf(id)).toEqual([])
    expect(await openRulesOf(into.id)).toEqual(['human_use', 'privileged_unreviewed', 'unrotated'])
  }
})

describe('the boundary matrix', () => {
  test('a cell that identities fall under and nobody declared is a finding, until somebody does', async () => {
    await governed({ class: 'saas_connector', environment: 'production', privileged: true })
    await derive({ boundaries: true })
    expect(await found('no_boundary', 'saas_connector/production')).toMatchObject({
      state: 'open',
      score: 75,
      severity: 'high',
      evidence: { state: 'empty', identities: 1, reasons: ['Nothing is declared'] },
    })
    const boundary = await aBoundary(db, { systemId, class: 'saas_connector' })
    await db.policyVersion.create({ data: { id: 'pol_1', version: 1, text: '', digest: '', note: '', publishedBy: 'x', publishedAt: NOW } })
    await derive({ boundaries: true })
    expect(await found('no_boundary', 'saas_connector/production')).toMatchObject({ state: 'closed' })
    await derive({ boundaries: true }, shift(NOW, 181 * DAY))
    expect(await found('no_boundary', 'saas_connector/production')).toMatchObject({ state: 'open', boundaryId: boundary.id, evidence: { state: 'dead' } })
  })
})

describe('a source', () => {
  test('that was read too long ago is a finding until it is read again', async () => {
    await db.system.update({ where: { id: systemId }, data: { lastSyncedAt: ago(8), environment: 'production' } })
    await derive({ systemId })
    expect(await found('source_stale', systemId)).toMatchObject({
      state: 'open',
      score: 45,
      severity: 'medium',
      evidence: { lastGoodReadingAt: '2026-11-14T10:00:00Z', limitDays: 7, outOfDate: ['Files'], howItIsRead: 'from files' },
    })
    await db.system.update({ where: { id: systemId }, data: { lastSyncedAt: ago(7) } })
    await derive({ systemId })
    expect(await found('source_stale', systemId)).toMatchObject({ state: 'closed' })
  })

  test('that was just connected has its time', async () => {
    const { id } = await aSystem(db, { createdAt: ago(7) })
    await derive({ systemId: id })
    expect(await found('source_stale', id)).toBeNull()
    await derive({ systemId: id }, shift(NOW, 1))
    expect(await found('source_stale', id)).toMatchObject({ state: 'open', score: 55 })
  })
})
