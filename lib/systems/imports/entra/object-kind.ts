/** The objects of a directory that are read. */
export type ObjectKind = 'service_principal' | 'application' | 'permission_grant' | 'app_role_assignment' | 'role_assignment'

const MARKS: readonly [kind: ObjectKind, keys: readonly string[]][] = [
  ['service_principal', ['servicePrincipalType']],
  ['service_principal', ['servicePrincipalNames']],
  ['permission_grant', ['consentType', 'clientId']],
  ['app_role_assignment', ['appRoleId', 'principalId']],
  ['role_assignment', ['roleDefinitionId', 'principalId']],
  ['application', ['appId', 'signInAudience']],
  ['application', ['appId', 'publisherDomain']],
  ['application', ['appId', 'passwordCredentials']],
]

/** What an object is, told by the names of its members; null for any other. */
export function objectKindOf(keys: readonly string[]): ObjectKind | null {
  return MARKS.find(([, marks]) => marks.every((mark) => keys.includes(mark)))?.[0] ?? null
}
