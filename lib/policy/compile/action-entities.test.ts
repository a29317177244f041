import { expect, test } from 'vitest'
import { actionEntities } from './action-entities.ts'

test('the actions of a schema stand in their groups, also of other namespaces', () => {
  const schema = `
    action all;
    namespace Org { entity User; action view in [Action::"any"]; action any in [Action::"more"]; action more; action own in [Action::"more"] appliesTo { principal: [User], resource: [User] }; }
    namespace Org::Team { action read in [Org::Action::"view"]; }`
  const found = actionEntities(schema).map(({ ref, parents }) => [ref.key, ...parents.map((parent) => parent.key)].join(' in '))
  expect(found.toSorted()).toEqual([
    'Action"all',
    'Org::Action"any in Org::Action"more',
    'Org::Action"more',
    'Org::Action"own in Org::Action"more',
    'Org::Action"view in Org::Action"any',
    'Org::Team::Action"read in Org::Action"view',
  ])
  expect(() => actionEntities('action')).toThrow('cannot be published')
})
