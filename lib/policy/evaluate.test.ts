import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICIES } from './default-policies.ts'
import { evaluate } from './evaluate.ts'
import { parsePolicySet } from './policy-set.ts'
import type { DecisionQuestion } from './rules.ts'

const question: DecisionQuestion = {
  principal: { id: 'usr_1', roles: ['owner'] },
  privilege: { id: 'prv_1', name: 'orders_reader', risk: 'low' },
  system: { id: 'sys_1', kind: 'postgresql', environment: 'production' },
  purpose: 'restore drill of last night',
  ticket: 'OPS-1',
  durationSeconds: 3600,
  at: new Date('2026-11-22T10:00:00Z'),
}
const outside = { ...question, system: { ...question.system, environment: 'staging' } }

describe('the policies a new organisation starts with', () => {
  const policies = parsePolicySet(DEFAULT_POLICIES)
  test.each([
    ['production with a ticket waits for a person', question, 'review'],
    ['production without a ticket is denied', { ...question, ticket: null }, 'deny'],
    ['production for nine hours is denied', { ...question, durationSeconds: 9 * 3600 }, 'deny'],
    ['low risk outside production is granted at once', outside, 'permit'],
    ['high risk outside production waits for a person', { ...outside, privilege: { ...question.privilege, risk: 'high' } }, 'review'],
  ] as const)('%s', (_, asked, outcome) => {
    expect(evaluate(policies, asked).outcome).toBe(outcome)
  })

  test('a denial names the policies that determined it, in words', () => {
    expect(evaluate(policies, { ...question, ticket: null }).reasons).toEqual([
      { policyId: 'production-needs-a-ticket', says: 'Production access names a ticket' },
    ])
  })
})

test('what no policy permits is denied', () => {
  const policies = parsePolicySet('@id("a") permit (principal, action, resource) when { resource.name == "other" };')
  expect(evaluate(policies, question)).toEqual({ outcome: 'deny', reasons: [{ policyId: null, says: 'No policy permits this' }] })
})

test('a permit that asks for review wins over one that does not', () => {
  const policies = parsePolicySet('@id("a") permit (principal, action, resource); @id("b") @review("approver") permit (principal, action, resource);')
  expect(evaluate(policies, question).outcome).toBe('review')
})

test('a policy that errs denies, even beside one that permits', () => {
  const policies = parsePolicySet(
    '@id("a") permit (principal, action, resource); @id("b") forbid (principal, action, resource) when { context.durationSeconds * 9223372036854775807 > 1 };',
  )
  expect(evaluate(policies, question)).toMatchObject({ outcome: 'deny', reasons: [{ says: expect.stringContaining('could not be evaluated') }] })
})

test.each([
  ['text that does not parse', 'permit (principal', 'cannot be published'],
  ['a policy without an id', 'permit (principal, action, resource);', 'policy 1 has no @id'],
  ['two policies with one id', '@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);', 'two policies have the id "a"'],
  ['an attribute that the schema does not know', '@id("a") permit (principal, action, resource) when { resource.colour == "red" };', 'colour'],
  ['no policy at all', '// nothing', 'there is no policy in it'],
])('%s cannot be published', (_, text, message) => {
  expect(() => parsePolicySet(text)).toThrow(message)
})
