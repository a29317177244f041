import { describe, expect, test } from 'vitest'
import { compilePolicySet, type PolicySetSource } from './compile-policy-set.ts'
import { decide } from './decide.ts'
import { Entity, entitySource } from './entities.ts'
import { readPolicyText, readTemplateText } from './read-policy-text.ts'
import { readEntityRef, readFields } from './read-value.ts'
import { EntityRef, RecordValue } from './values.ts'

const ref = (text: string) => {
  const [type = '', id = ''] = text.split('.')
  return new EntityRef(type, id)
}
const within = (child: string, ...parents: string[]) => new Entity(ref(child), { parents: parents.map(ref) })
const entities = entitySource([
  within('User.alice', 'Team.a', 'Team.b'),
  within('Team.a', 'Org.o'),
  within('Team.b', 'Org.o'),
  within('Doc.plan', 'Folder.f'),
  within('Action.read', 'Action.view', 'Action.any'),
  within('Action.view', 'Action.any'),
])

function determining(source: PolicySetSource, asked: { principal?: string; resource?: string } = {}) {
  const environment = {
    principal: ref(asked.principal ?? 'User.alice'),
    action: ref('Action.read'),
    resource: ref(asked.resource ?? 'Doc.plan'),
    context: new RecordValue(new Map()),
    entities,
  }
  return decide(compilePolicySet(source), environment)
}

const policy = (id: string, text: string) => ({ id, json: readPolicyText(text) })
const permit = (head: string) => policy(head, `permit(${head});`)

describe('the head of a policy', () => {
  test.each([
    ['principal, action, resource', true],
    ['principal == User::"alice", action == Action::"read", resource == Doc::"plan"', true],
    ['principal == User::"bob", action, resource', false],
    ['principal == Team::"a", action, resource', false],
    ['principal in User::"alice", action, resource', true],
    ['principal in Org::"o", action, resource', true],
    ['principal in Org::"p", action, resource', false],
    ['principal is User, action, resource is Doc', true],
    ['principal is Team, action, resource', false],
    ['principal is User in Org::"o", action, resource', true],
    ['principal is Team in Org::"o", action, resource', false],
    ['principal, action in Action::"any", resource', true],
    ['principal, action in [Action::"view", Action::"any", Action::"view"], resource', true],
    ['principal, action in [Action::"write"], resource', false],
    ['principal, action in [], resource', false],
    ['principal, action, resource in Folder::"f"', true],
    ['principal, action, resource in Doc::"plan"', true],
  ])('(%s) holds: %s', (head, holds) => {
    expect(determining({ policies: [permit(head)] }).determining).toEqual(holds ? [head] : [])
  })

  test('a type and an id never run together', () => {
    const policies = [policy('p', 'permit(principal == A::B::"c", action, resource);')]
    expect(determining({ policies }, { principal: 'A.B::"c' }).allowed).toBe(false)
  })
})

test('a forbid wins, errors are reported beside the decision, all in the order of the set', () => {
  const policies = [
    policy('z', 'permit(principal, action, resource);'),
    policy('y', 'forbid(principal is User, action, resource) when { resource.none };'),
    policy('x', 'forbid(principal, action in [Action::"any"], resource);'),
    policy('w', 'permit(principal, action, resource) when { true } unless { 1 };'),
    policy('v', 'forbid(principal, action, resource in Folder::"f") unless { false };'),
  ]
  const verdict = determining({ policies })
  expect(verdict).toMatchObject({ allowed: false, determining: ['x', 'v'], erring: [{ policyId: 'y' }, { policyId: 'w' }] })
  expect(verdict.erring[0]?.message).toBe('resource has no attribute "none", or nothing is known about it')
  expect(determining({ policies: [] })).toEqual({ allowed: false, determining: [], erring: [] })
})

test('a template decides as each of its links fills it', () => {
  const template = { id: 't', json: readTemplateText('permit(principal in ?principal, action, resource is Doc in ?resource);') }
  const link = (id: string, principal: string, resource: string) => ({
    id,
    templateId: 't',
    values: { '?principal': ref(principal), '?resource': ref(resource) },
  })
  const links = [link('one', 'Org.o', 'Folder.f'), link('two', 'Org.o', 'Folder.g'), link('three', 'User.alice', 'Doc.plan')]
  expect(determining({ policies: [], templates: [template], links }).determining).toEqual(['one', 'three'])
  expect(determining({ policies: [], templates: [template] }).allowed).toBe(false)
  const unfilled = { id: 'four', templateId: 't', values: { '?principal': ref('Org.o') } }
  expect(() => compilePolicySet({ policies: [], templates: [template], links: [unfilled] })).toThrow('no link fills the slot ?resource')
  expect(() => compilePolicySet({ policies: [], links: [unfilled] })).toThrow('names the template "t", which is not there')
})

describe('what the compiler does not know cannot be published', () => {
  const head = { principal: { op: 'All' }, action: { op: 'All' }, resource: { op: 'All' } }
  const json = (body: unknown) => ({ effect: 'permit', ...head, conditions: [{ kind: 'when', body }] })
  const value = { Value: true }
  const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => ({ '!': { arg: inner } }), value)
  test.each([
    ['an operator', json({ xor: { left: value, right: value } }), '"xor" is not known here'],
    ['a function', json({ unknown: [{ Value: 'x' }] }), '"unknown" is not known here'],
    ['the number of arguments', json({ isInRange: [value] }), 'isInRange takes 2 arguments, not 1'],
    ['a field of an operator', json({ '!': { arg: value, twice: true } }), 'has "twice"'],
    ['two operators at once', json({ '!': { arg: value }, neg: { arg: value } }), 'not written as Cedar writes it'],
    ['a variable', json({ Var: 'subject' }), 'there is no variable "subject"'],
    ['a slot in a condition', json({ Slot: '?principal' }), '"Slot" is not known here'],
    ['an integer that is not exact', json({ Value: 2 ** 60 }), 'not an exact whole number'],
    ['a part of a pattern', json({ like: { left: { Value: '' }, pattern: [{ Regex: '.' }] } }), 'a pattern has "Regex"'],
    ['nesting that could exhaust the stack', json(deep), 'nests more than 400 deep'],
    ['an effect', { ...json(value), effect: 'audit' }, 'neither permits nor forbids'],
    ['a kind of condition', { ...json(value), conditions: [{ kind: 'while', body: value }] }, 'begins with "while"'],
    ['a constraint of the head', { ...json(value), principal: { op: 'like', entity: { type: 'A', id: 'a' } } }, 'the head of a policy has "like"'],
    ['a field of a policy', { ...json(value), obligations: [] }, 'a policy has "obligations"'],
  ])('%s', (_, source, message) => {
    expect(() => compilePolicySet({ policies: [{ id: 'p', json: source }] })).toThrow(message)
  })

  test('two policies with one id', () => {
    expect(() =>
      compilePolicySet({
        policies: [
          { id: 'p', json: json(value) },
          { id: 'p', json: json(value) },
        ],
      }),
    ).toThrow('two policies have the id "p"')
  })
})

test('a long chain of conditions neither nests nor errs', () => {
  const chain = Array.from({ length: 2000 }, (_, index) => `principal != User::"${index}"`).join(' && ')
  expect(determining({ policies: [policy('p', `permit(principal, action, resource) when { ${chain} };`)] }).allowed).toBe(true)
})

test.each([
  ['a number that is rounded', { n: 2 ** 53 }, 'not an exact whole number'],
  ['a fraction', { n: 0.5 }, 'not an exact whole number'],
  ['null', { n: null }, 'null is no value'],
  ['a bigint beyond 64 bits', { n: 2n ** 63n }, 'integer overflow'],
  ['an extension value that does not parse', { n: { __extn: { fn: 'ip', arg: '10.0.0' } } }, 'not an IP address'],
  ['an extension that there is not', { n: { __extn: { fn: 'uuid', arg: '' } } }, 'there is no function uuid'],
  ['an entity without an id', { n: { __entity: { type: 'User' } } }, 'a type and an id'],
])('facts are refused before they are decided on: %s', (_, fields, message) => {
  expect(() => readFields(fields)).toThrow(message)
})

test('an entity is given once', () => {
  expect(() => entitySource([within('User.a'), within('User.a')])).toThrow('Give the entity User::"a" once')
  expect(readEntityRef({ __entity: { type: 'User', id: '\uD800' } }).id).toBe('\uFFFD')
})

test('who left a group is not in it any more, in the next source', () => {
  const alice = within('User.alice', 'Team.a')
  const policies = compilePolicySet({ policies: [policy('p', 'permit(principal in Org::"o", action, resource);')] })
  const [action, resource, context] = [ref('Action.read'), ref('Doc.plan'), new RecordValue(new Map())]
  const ask = (...known: Entity[]) => decide(policies, { principal: alice.ref, action, resource, context, entities: entitySource(known) }).allowed
  expect([ask(alice, within('Team.a', 'Org.o')), ask(alice, within('Team.a'))]).toEqual([true, false])
})
