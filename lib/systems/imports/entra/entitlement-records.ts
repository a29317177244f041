import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { cutText } from '../storable.ts'
import type { Directory } from './directory.ts'
import type { Holdings } from './holdings.ts'
import { privilegeOfConsent, privilegeOfPermission, privilegeOfRole } from './privileged-permissions.ts'
import type { AppRoleAssignment, PermissionGrant, RoleAssignment } from './graph-schemas.ts'

type Entitlement = Extract<DiscoveredRecordInput, { type: 'entitlement' }>

/** The parts of an export that entitlements come from: where a file lacks one, what it said before stays. Each entitlement names its part. */
export const PARTS = { permission_grant: 'oauth2PermissionGrants', app_role_assignment: 'appRoleAssignments', role_assignment: 'roleAssignments' } as const

/** A consent as one entitlement for each scope. */
export function* grantEntitlements(appId: string, grant: PermissionGrant, directory: Directory, holdings: Holdings): Generator<Entitlement, void, undefined> {
  const resource = directory.find(grant.resourceId)?.name ?? grant.resourceId
  const forAll = grant.consentType === 'AllPrincipals'
  holdings.addConsent(forAll ? null : (grant.principalId ?? 'unknown'))
  const scopes = new Set((grant.scope ?? '').split(/\s+/).filter(Boolean))
  for (const scope of scopes) {
    holdings.addScope(scope)
    holdings.addPrivilege(privilegeOfConsent(scope, resource, forAll))
    yield {
      type: 'entitlement',
      identityExternalId: appId,
      externalId: boundedKey('delegated', grant.id, scope),
      resource,
      resourceKind: 'entra_api',
      action: cutText(scope, 256),
      grantedVia: forAll ? 'consent of an administrator for all users' : `consent of user ${grant.principalId ?? 'unknown'}`,
      attributes: {
        part: PARTS.permission_grant,
        permission: 'delegated',
        consentType: grant.consentType,
        resourceId: grant.resourceId,
        ...(grant.principalId ? { principalId: grant.principalId } : {}),
      },
    }
  }
}

/** An application permission: what it may do on its own. Only an administrator can give it. */
export function assignmentEntitlement(appId: string, assignment: AppRoleAssignment, directory: Directory, holdings: Holdings): Entitlement {
  const { appRoleId, resourceId } = assignment
  const resource = directory.find(resourceId)?.name || assignment.resourceDisplayName || resourceId
  const permission = directory.roleName(resourceId, appRoleId)
  holdings.addScope(permission)
  holdings.addConsent(null)
  holdings.addPrivilege(privilegeOfPermission(permission, resource))
  return {
    type: 'entitlement',
    identityExternalId: appId,
    externalId: boundedKey('application', resourceId, appRoleId),
    resource,
    resourceKind: 'entra_api',
    action: cutText(permission, 256),
    grantedVia: 'consent of an administrator',
    attributes: {
      part: PARTS.app_role_assignment,
      permission: 'application',
      resourceId,
      appRoleId,
      ...(assignment.createdDateTime ? { grantedAt: assignment.createdDateTime } : {}),
    },
  }
}

/** A role of the directory or of Azure's resources; `holder` is the identity that has it. */
export function roleEntitlement(holder: string, assignment: RoleAssignment, holdings: Holdings): Entitlement {
  const { isDirectory, scope } = scopeOf(assignment)
  const name = assignment.roleDefinitionName || assignment.roleDefinition?.displayName || null
  const { role, privilege } = privilegeOfRole(assignment.roleDefinitionId, name, scope, isDirectory)
  holdings.addPrivilege(privilege)
  return {
    type: 'entitlement',
    identityExternalId: holder,
    externalId: boundedKey('role', assignment.roleDefinitionId, scope),
    resource: scope,
    resourceKind: isDirectory ? 'entra_directory' : 'azure_scope',
    action: cutText(role, 256),
    grantedVia: 'direct',
    attributes: { part: PARTS.role_assignment, roleDefinitionId: assignment.roleDefinitionId },
  }
}

/** Where a role is held: on Azure's resources it has a `scope`, in the directory a `directoryScopeId`. */
export function scopeOf({ scope, directoryScopeId }: RoleAssignment): { isDirectory: boolean; scope: string } {
  return directoryScopeId ? { isDirectory: true, scope: directoryScopeId } : { isDirectory: !scope, scope: scope || '/' }
}
