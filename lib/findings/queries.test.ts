import { beforeAll, describe, expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aFinding, anExposure, anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { acceptFinding } from './accept-finding.ts'
import { nextStep } from './next-step.rules.ts'
import { countFindings, exportFindings, findingsOfIdentity, listFindings, showFinding } from './queries.ts'
import type { RuleName } from './rules.ts'

const data = await testData()
const { db } = data
const auditor = contextFor(data, someone('auditor'))
let ada: Awaited<ReturnType<typeof aPerson>>
let systemId: string
let payroll: string
let deploy: string
let secret: string
const asAda = () => contextFor(data, actorOf(ada))

beforeAll(async () => {
  ada = await aPerson(db, { name: 'Ada Byron' })
  systemId = (await aSystem(db, { name: 'Orders' })).id
  payroll = (await anIdentity(db, { systemId, name: 'payroll', ownerId: ada.id })).id
  deploy = (await anIdentity(db, { systemId, name: 'deploy', class: 'ci_runner' })).id
  for (let n = 0; n < 60; n++)
    await aFinding(db, {
      identityId: payroll,
      systemId,
      rule: 'unrotated',
      subjectKey: `crd_${n}`,
      score: n % 3 === 0 ? 30 : 45,
      severity: n % 3 === 0 ? 'low' : 'medium',
    })
  await aFinding(db, { identityId: deploy, systemId, rule: 'orphaned', subjectKey: deploy, score: 90, severity: 'critical' })
  await aFinding(db, { identityId: deploy, systemId, rule: 'stale', subjectKey: deploy, score: 60, severity: 'high', state: 'closed', closedAt: NOW })
  const exposure = await anExposure(db, { systemId })
  secret = (await aFinding(db, { identityId: payroll, exposureId: exposure.id, systemId, rule: 'exposed', subjectKey: exposure.id, score: 40 })).id
  await db.finding.update({ where: { id: secret }, data: { identityId: null } })
})

const titles = async (filter: Record<string, unknown>, context = auditor) =>
  (await listFindings(context, filter)).rows.map(({ rule, about }) => `${rule} ${about}`)

test('what is open is listed, the worst first', async () => {
  const { rows } = await listFindings(auditor, {})
  expect(rows[0]).toMatchObject({
    rule: 'orphaned',
    title: 'No owner',
    about: 'deploy',
    severity: 'critical',
    score: 90,
    system: { name: 'Orders' },
    owner: null,
    identity: { class: 'ci_runner' },
  })
  expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).toSorted((one, other) => other - one))
})

test.each([
  [{ rule: 'orphaned' }, ['orphaned deploy']],
  [{ severity: ['critical', 'high'] }, ['orphaned deploy']],
  [{ state: 'closed' }, ['stale deploy']],
  [{ owner: 'nobody' }, ['orphaned deploy']],
  [{ class: 'ci_runner' }, ['orphaned deploy']],
  [{ rule: ['exposed', 'stale'] }, ['exposed deploy/prod.env']],
  [{ rule: 'nonsense', severity: 'critical', state: 'x', cursor: '!' }, ['orphaned deploy']],
])('the filter %j leaves what it asks for', async (filter, expected) => {
  expect(await titles(filter)).toEqual(expected)
})

test.each([
  ['everybody’s', () => ({}), () => auditor],
  ['one owner’s', () => ({}), asAda],
  ['a low and a critical', () => ({ severity: ['low', 'critical'] }), () => auditor],
])('pages lead through %s findings and back, each row once', async (_, filter, context) => {
  const first = await listFindings(context(), filter())
  const second = first.next ? await listFindings(context(), { ...filter(), cursor: first.next }) : { rows: [], next: null, previous: null }
  const all = [...first.rows, ...second.rows].map(({ id }) => id)
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength((await countFindings(context(), filter())).total.count)
  expect(second.next).toBeNull()
  if (second.previous) expect((await listFindings(context(), { ...filter(), cursor: second.previous })).rows).toEqual(first.rows)
})

describe('somebody who owns identities', () => {
  test('sees what is found about these, and nothing else', async () => {
    expect(new Set(await titles({}, asAda()))).toEqual(new Set(['unrotated payroll']))
    expect((await countFindings(asAda(), {})).total).toEqual({ count: 60, capped: false })
    await expect(showFinding(asAda(), { id: secret })).rejects.toMatchObject({ code: 'not_found' })
    expect(await findingsOfIdentity(asAda(), { identityId: deploy })).toEqual([])
    expect(await findingsOfIdentity(asAda(), { identityId: payroll })).toHaveLength(60)
    expect(await titles({}, contextFor(data, someone('owner')))).toEqual([])
  })
})

test('rules and severities are counted beside what is chosen of the other', async () => {
  const counts = await countFindings(auditor, { rule: 'unrotated', severity: 'low' })
  expect(counts.total).toEqual({ count: 20, capped: false })
  expect(counts.severities.map(({ severity, count }) => [severity, count])).toEqual([
    ['critical', 0],
    ['high', 0],
    ['medium', 40],
    ['low', 20],
  ])
  expect(counts.rules.find(({ rule }) => rule === 'unrotated')).toMatchObject({ title: 'Not rotated in time', count: 20 })
})

test('a finding shows its words, its controls, and who decided what about it', async () => {
  const chief = await aPerson(db, { name: 'Cleo Chief', roles: ['ciso'] })
  const [orphan] = (await listFindings(auditor, { rule: 'orphaned' })).rows
  await acceptFinding(contextFor(data, actorOf(chief)), { ids: orphan?.id, until: shift(NOW, DAY), reason: 'The team is about to take it over' })
  const shown = await showFinding(auditor, { id: orphan?.id })
  expect(shown).toMatchObject({
    state: 'accepted',
    decidedBy: 'Cleo Chief',
    words: { todo: expect.stringContaining('owner') },
    arithmetic: [{ points: 50 }],
    decisions: [{ who: 'Cleo Chief', action: 'findings.accept', reason: 'The team is about to take it over' }],
  })
  expect(shown.controls.map(({ id }) => id)).toContain('NHI1:2025')
  await db.finding.update({ where: { id: shown.id }, data: { state: 'open', until: null, reason: null, decidedBy: null } })
})

test('what is no id is not found', async () => {
  await expect(showFinding(auditor, { id: 'x' })).rejects.toMatchObject({ code: 'not_found' })
})

test('the CSV holds the rows of the filter, safe for a spreadsheet', async () => {
  const lines: string[] = []
  for await (const line of await exportFindings(auditor, { rule: 'orphaned' })) lines.push(line)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/^critical,90,No owner,deploy,CI runner,Orders,,open,2026-11-22T10:00:00.000Z,/)
})

test.each<[RuleName, object, string]>([
  ['orphaned', { identity: { id: 'nhi_1', name: 'x' } }, '/inventory/nhi_1'],
  ['no_boundary', { subjectKey: 'ai_agent/production' }, '/policies/boundaries/ai_agent/production'],
  ['source_stale', { system: { id: 'sys_1', name: 'x' } }, '/systems/sys_1'],
  ['exposed', { system: { id: 'sys_1', name: 'x' } }, '/systems/sys_1'],
])('%s leads to where it is dealt with', (rule, given, href) => {
  expect(nextStep({ rule, subjectKey: '', identity: null, system: null, ...given })).toMatchObject({ href, label: expect.any(String) })
})
