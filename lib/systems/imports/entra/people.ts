import type { DiscoveredRecordInput } from '../../discovered.ts'
import { tidyDetails } from '../tidy-details.ts'
import type { Holdings } from './holdings.ts'
import type { RoleAssignment } from './graph-schemas.ts'

/** Whether a role is held by a person, as far as the file says. */
export function isPerson({ principalType, principal }: RoleAssignment): boolean {
  return principalType === 'User' || principal?.['@odata.type'] === '#microsoft.graph.user'
}

/** A person's account, which is in the register only for the privilege that it holds. */
export function personIdentity(assignment: RoleAssignment, holdings: Holdings): DiscoveredRecordInput {
  const { principalId, principalName, principal } = assignment
  const login = principal?.userPrincipalName || principalName
  return {
    type: 'identity',
    externalId: `user:${principalId}`,
    name: login || principal?.displayName || principalId,
    class: 'human_admin',
    classReason: 'The account of a person, with a privileged role',
    classConfidence: 'certain',
    enabled: null,
    ...holdings.privilege,
    details: tidyDetails({ email: login?.includes('@') ? login : null, person: principal?.displayName || login }),
    attributes: { kind: 'entra_user', objectId: principalId, classEvident: true },
  }
}
