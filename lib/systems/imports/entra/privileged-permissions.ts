import type { Confidence } from '#lib/core/identity-class.ts'

export type Privilege = { why: string; confidence: Confidence }

/** Permissions of APIs with which their holder widens its own rights, or reads what everybody keeps (Graph permissions reference). */
const RULING_PERMISSIONS =
  /^(RoleManagement\.ReadWrite\.(Directory|All|Exchange|CloudPC)|AppRoleAssignment\.ReadWrite\.All|Application\.ReadWrite\.All|ServicePrincipalEndpoint\.ReadWrite\.All|Directory\.(ReadWrite\.All|AccessAsUser\.All)|DelegatedPermissionGrant\.ReadWrite\.All|Policy\.ReadWrite\.(PermissionGrant|ConditionalAccess|AuthenticationMethod)|User\.ReadWrite\.All|UserAuthenticationMethod\.ReadWrite\.All|Group\.ReadWrite\.All|GroupMember\.ReadWrite\.All|PrivilegedAccess\.ReadWrite\..+|PrivilegedAssignmentSchedule\.ReadWrite\..+|PrivilegedEligibilitySchedule\.ReadWrite\..+|EntitlementManagement\.ReadWrite\.All|DeviceManagementConfiguration\.ReadWrite\.All|Sites\.FullControl\.All|full_access_as_app|Organization\.ReadWrite\.All)$/i

/** Directory roles by the id of their template (Entra built-in roles). */
const RULING_DIRECTORY_ROLES = new Map(
  Object.entries({
    '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
    'e8611ab8-c189-46e8-94e1-60213ab1f814': 'Privileged Role Administrator',
    '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
    '158c047a-c907-4556-b7ef-446551a6b5f7': 'Cloud Application Administrator',
    '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2': 'Hybrid Identity Administrator',
    'd29b2b05-8046-44ba-8758-1e26182fcf32': 'Directory Synchronization Accounts',
    'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8': 'Partner Tier2 Support',
    '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
    'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  }),
)

/** Azure roles with `*`, or with the right to assign roles, by the id of their definition. */
const RULING_AZURE_ROLES = new Map(
  Object.entries({
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
    'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
    '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
  }),
)
/** The tenant's root, a management group, or a whole subscription. */
const WIDE_SCOPE = /^\/$|^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$|^\/subscriptions\/[^/]+$/i

/** Why an application permission makes privileged; null when it does not. */
export function privilegeOfPermission(permission: string, resource: string): Privilege | null {
  return RULING_PERMISSIONS.test(permission) ? { why: `may ${permission} on ${resource} on its own`, confidence: 'certain' } : null
}

/** A delegated permission that an admin gave for all users works with the rights of whoever is signed in: a sign, not more. */
export function privilegeOfConsent(scope: string, resource: string, forAll: boolean): Privilege | null {
  if (!forAll || !RULING_PERMISSIONS.test(scope)) return null
  return { why: `may ${scope} on ${resource} in the name of any user`, confidence: 'likely' }
}

/** What a role is called, where it is a known one, and why it makes privileged. `definition` ends in the id of the role, `scope` is where it is held. */
export function privilegeOfRole(definition: string, name: string | null, scope: string, isDirectory: boolean): { role: string; privilege: Privilege | null } {
  const id = definition.split('/').at(-1)?.toLowerCase() ?? ''
  const known = (isDirectory ? RULING_DIRECTORY_ROLES : RULING_AZURE_ROLES).get(id)
  const role = name ?? known ?? id
  if (!known || !(isDirectory ? scope === '/' : WIDE_SCOPE.test(scope))) return { role, privilege: null }
  return { role, privilege: { why: `is ${known} on ${isDirectory ? 'the whole directory' : scope}`, confidence: 'certain' } }
}
