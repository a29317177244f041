/** The objects of an Okta organisation that are read, or known and left out. */
export type OktaKind = 'app' | 'token' | 'role' | 'grant' | 'user' | 'app_user' | 'app_group' | 'group'

const MARKS: readonly [kind: OktaKind, keys: readonly string[]][] = [
  ['app', ['signOnMode', 'label']],
  ['token', ['tokenWindow', 'name']],
  ['role', ['assignmentType', 'type']],
  ['grant', ['scopeId', 'id']],
  ['app_user', ['syncState', 'scope']],
  ['user', ['passwordChanged', 'profile']],
  ['user', ['activated', 'profile']],
  ['group', ['objectClass', 'profile']],
  ['app_group', ['priority', 'profile']],
]

/** What an object is, told by the names of its members; null for any other. */
export function oktaKindOf(keys: readonly string[]): OktaKind | null {
  return MARKS.find(([, marks]) => marks.every((mark) => keys.includes(mark)))?.[0] ?? null
}
