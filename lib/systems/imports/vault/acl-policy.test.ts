import { expect, test } from 'vitest'
import { aclRules } from './acl-policy.ts'

test('comments are no rules, and what looks like one inside quotes is no comment', () => {
  const policy = 'path "a//b" { capabilities = ["read"] } # path "c" {\n/* path "d" { } */ path "e/#" { policy = "write" } // path "f" {'
  expect(aclRules(policy).map(({ path }) => path)).toEqual(['a//b', 'e/#'])
})

test.each([
  ['comments', '/*'.repeat(200_000)],
  ['quotes', '"\\'.repeat(200_000)],
  ['blocks', 'path "a" { x '.repeat(100_000)],
])('%s that are never closed are read once', (_, policy) => {
  const before = performance.now()
  aclRules(policy)
  expect(performance.now() - before).toBeLessThan(2_000)
})
