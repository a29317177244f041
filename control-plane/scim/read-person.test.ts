import { describe, expect, test } from 'vitest'
import { nameOf } from './person-draft.ts'
import { readPatch, readPerson } from './read-person.ts'

const draft = () => ({ userName: 'ada@example.test', active: true, roles: ['owner', 'approver'], said: {} })
const patched = (...Operations: object[]) => readPatch(draft(), { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })

describe('an operation of a patch', () => {
  test.each([
    ['Entra switches off', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['Okta switches off', { op: 'replace', value: { active: false } }, { active: false }],
    ['an older Entra switches off', { op: 'Add', path: 'active', value: 'false' }, { active: false }],
    ['with its names in other cases', { OP: 'REPLACE', Path: 'Active', VALUE: false }, { active: false }],
    [
      'with a whole path',
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName', value: 'b@example.test' },
      { userName: 'b@example.test' },
    ],
    ['of the whole name', { op: 'replace', path: 'name.formatted', value: 'Ada King' }, { said: { formatted: 'Ada King' } }],
    ['of one part of the name', { op: 'replace', path: 'name.familyName', value: 'King' }, { said: { familyName: 'King' } }],
    ['of the name as an object', { op: 'replace', path: 'name', value: { givenName: 'A', familyName: 'K' } }, { said: { givenName: 'A', familyName: 'K' } }],
    [
      'with dotted names and no path',
      { op: 'replace', value: { 'name.familyName': 'King', displayName: 'Ada King' } },
      { said: { familyName: 'King', displayName: 'Ada King' } },
    ],
    ['that adds a role', { op: 'add', path: 'roles', value: [{ value: 'ciso' }] }, { roles: ['owner', 'approver', 'ciso'] }],
    ['that replaces the roles', { op: 'replace', path: 'roles', value: [{ value: 'ciso' }] }, { roles: ['ciso'] }],
    ['that replaces one role', { op: 'replace', path: 'roles[value eq "owner"].value', value: 'ciso' }, { roles: ['approver', 'ciso'] }],
    ['as Entra gives a role', { op: 'Replace', path: 'roles[primary eq "True"].value', value: 'ciso' }, { roles: ['ciso'] }],
    ['that takes one role', { op: 'remove', path: 'roles[value eq "owner"]' }, { roles: ['approver'] }],
    ['that takes named roles', { op: 'Remove', path: 'roles', value: [{ value: 'owner' }] }, { roles: ['approver'] }],
    ['that takes all roles', { op: 'remove', path: 'roles' }, { roles: [] }],
    ['of what is not kept', { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '1' }, draft()],
    ['of an extension', { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'x' }, draft()],
    ['of externalId', { op: 'Replace', path: 'externalId', value: 'e-2' }, draft()],
  ])('%s is understood', (_, operation, expected) => {
    expect(patched(operation)).toMatchObject(expected)
  })

  test.each([
    ['of no known kind', { op: 'move', path: 'active', value: true }, 'invalidSyntax'],
    ['that removes without a path', { op: 'remove' }, 'noTarget'],
    ['on a role that is not held', { op: 'replace', path: 'roles[value eq "ciso"]', value: 'auditor' }, 'noTarget'],
    ['on the id', { op: 'replace', path: 'id', value: 'usr_1' }, 'mutability'],
    ['that removes the userName', { op: 'remove', path: 'userName' }, 'mutability'],
    ['that removes active', { op: 'remove', path: 'active' }, 'mutability'],
    ['on what no user has', { op: 'replace', path: 'colour', value: 'red' }, 'invalidPath'],
    ['on what is no path', { op: 'replace', path: 'a b', value: 'red' }, 'invalidPath'],
    ['whose choice is no filter', { op: 'remove', path: 'roles[value]' }, 'invalidFilter'],
    ['without a value', { op: 'replace', path: 'active' }, 'invalidValue'],
    ['with a name that is a number', { op: 'replace', path: 'displayName', value: 7 }, 'invalidValue'],
    ['with a role that is a number', { op: 'add', path: 'roles', value: [7] }, 'invalidValue'],
    ['whose value is a list and that has no path', { op: 'replace', value: [] }, 'invalidSyntax'],
  ])('%s is refused', (_, operation, scimType) => {
    expect(() => patched(operation)).toThrow(expect.objectContaining({ scimType, status: 400 }))
  })

  test('is one of a list that is neither empty nor endless', () => {
    expect(() => patched()).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }))
    expect(() => patched(...Array.from({ length: 101 }, () => ({ op: 'remove', path: 'roles' })))).toThrow(
      expect.objectContaining({ scimType: 'invalidSyntax' }),
    )
  })

  test('changes nothing in what it began from', () => {
    const before = draft()
    readPatch(before, { Operations: [{ op: 'add', path: 'roles', value: 'ciso' }] })
    expect(before).toEqual(draft())
  })
})

test('a person who is sent whole keeps what was left out', () => {
  const read = readPerson(draft(), { userName: 'b@example.test', id: 'usr_other', meta: {}, 'x y': 1 })
  expect(read).toEqual({ ...draft(), userName: 'b@example.test' })
  expect(() => readPerson(draft(), { active: true })).toThrow(expect.objectContaining({ scimType: 'invalidValue' }))
})

test.each([
  [{ displayName: 'Lovelace, Ada', givenName: 'Ada', familyName: 'Lovelace' }, undefined, 'Lovelace, Ada'],
  [{ formatted: 'Ada Lovelace' }, 'Ada Byron', 'Ada Lovelace'],
  [{ familyName: 'King' }, 'Ada Mary Byron', 'Ada Mary King'],
  [{ givenName: 'Augusta' }, 'Byron, Ada', 'Augusta Byron'],
  [{}, 'Ada Byron', 'Ada Byron'],
  [{ displayName: '' }, undefined, 'ada@example.test'],
])('of a name said as %j over %s, one is kept', (said, before, expected) => {
  expect(nameOf({ ...draft(), said }, before)).toBe(expected)
})
