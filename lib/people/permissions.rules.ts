import type { Actor, Role } from '#lib/core/actor.ts'

type Holder = Role | 'system' | 'token'
const EVERYBODY = ['owner', 'approver', 'ciso', 'auditor', 'admin'] as const

/**
 * Who may do what. The word is the permission, the audit action and the label in the API. `system` is the worker; `token` is an API token that was given this permission as a scope.
 * An auditor reads everything and changes nothing; a machine approves nothing. Which rows a reader sees is cut in each query.
 */
export const permissions = {
  'people.read': EVERYBODY,
  'systems.read': EVERYBODY,
  'systems.connect': ['admin'],
  'systems.sync': ['admin', 'system'],
  'systems.import': ['admin', 'token'],
  'systems.createApiToken': ['admin'],
  'systems.revokeApiToken': ['admin'],
  'systems.listApiTokens': ['admin', 'auditor'],
  'systems.offerPrivilege': ['admin'],
  'systems.withdrawPrivilege': ['admin'],
  'systems.recordSync': ['system'],
  'systems.setSchedule': ['admin'],
  'inventory.read': EVERYBODY,
  'inventory.mergeDiscovery': ['system'],
  'inventory.correctClass': ['owner', 'admin'],
  'inventory.correctPrivilege': ['owner', 'admin'],
  'inventory.withdrawCorrection': ['owner', 'admin'],
  'inventory.unify': ['admin'],
  'inventory.separate': ['admin'],
  'ownership.assignOwner': ['owner', 'admin'],
  'ownership.declarePurpose': ['owner', 'admin'],
  'ownership.setEnvironment': ['owner', 'admin'],
  'ownership.setExpiry': ['owner', 'admin'],
  'ownership.governIdentity': ['owner', 'admin'],
  'ownership.takeBack': ['owner', 'admin'],
  'ownership.setBackups': ['owner', 'admin'],
  'ownership.setTeam': ['owner', 'admin'],
  'ownership.setSponsor': ['owner', 'admin'],
  'ownership.takeOver': ['owner'],
  'ownership.assignSuggested': ['owner', 'admin'],
  'ownership.readTeams': EVERYBODY,
  'ownership.createTeam': ['admin'],
  'ownership.renameTeam': ['admin'],
  'ownership.setTeamLead': ['admin'],
  'ownership.changeMembers': ['owner', 'admin'],
  'ownership.setSystemTeam': ['admin'],
  'ownership.markLeft': ['admin', 'token'],
  'ownership.markReturned': ['admin', 'token'],
  'ownership.readProvisioning': ['token'],
  'ownership.provisionPerson': ['token'],
  'ownership.changePerson': ['token'],
  'ownership.deprovisionPerson': ['token'],
  'ownership.readSuccessions': EVERYBODY,
  'ownership.acceptSuccession': ['owner', 'approver', 'ciso', 'admin'],
  'ownership.declineSuccession': ['owner', 'approver', 'ciso', 'admin'],
  'ownership.nominate': ['admin'],
  'ownership.lapseSuccession': ['system'],
  'ownership.readRequests': EVERYBODY,
  'ownership.requestIdentity': ['owner', 'approver', 'ciso', 'admin'],
  'ownership.cancelIdentityRequest': ['owner', 'approver', 'ciso', 'admin'],
  'ownership.approveIdentityRequest': ['approver', 'admin'],
  'ownership.denyIdentityRequest': ['approver', 'admin'],
  'lifecycle.read': EVERYBODY,
  'lifecycle.offboardIdentity': ['owner', 'admin'],
  'lifecycle.disableIdentity': ['owner', 'approver', 'ciso', 'admin'],
  'lifecycle.quarantineIdentity': ['ciso', 'admin', 'system'],
  'lifecycle.restoreIdentity': ['owner', 'ciso', 'admin'],
  'lifecycle.removeIdentity': ['owner', 'admin'],
  'lifecycle.setRotation': ['owner', 'admin'],
  'lifecycle.expireIdentities': ['system'],
  'lifecycle.recordStep': ['system'],
  'lifecycle.recordReading': ['system'],
  'boundaries.read': EVERYBODY,
  'boundaries.set': ['admin'],
  'boundaries.clear': ['admin'],
  'boundaries.recordDrill': ['admin'],
  'policy.read': EVERYBODY,
  'policy.publish': ['admin'],
  'access.read': EVERYBODY,
  'access.request': ['owner', 'approver', 'ciso', 'admin'],
  'access.cancel': ['owner', 'approver', 'ciso', 'admin'],
  'access.approve': ['approver'],
  'access.deny': ['approver'],
  'access.lapse': ['system'],
  'leases.read': EVERYBODY,
  'leases.reveal': ['owner', 'approver', 'ciso', 'admin'],
  'leases.complete': ['owner', 'approver', 'ciso', 'admin'],
  'leases.revoke': ['approver', 'ciso', 'admin'],
  'leases.grant': ['system'],
  'leases.startMinting': ['system'],
  'leases.activate': ['system'],
  'leases.end': ['system'],
  'leases.recordRevocation': ['system'],
  'activity.read': EVERYBODY,
  'findings.read': EVERYBODY,
  'findings.accept': ['ciso', 'admin'],
  'findings.snooze': ['owner', 'ciso', 'admin'],
  'findings.reopen': ['owner', 'ciso', 'admin'],
  'findings.derive': ['system'],
  'posture.read': EVERYBODY,
  'evidence.read': ['ciso', 'auditor', 'admin'],
  'evidence.build': ['ciso', 'auditor', 'admin'],
} as const satisfies Record<string, readonly Holder[]>

export type Permission = keyof typeof permissions

/** Whether this actor may do this at all. Screens hide, and commands refuse, by the same answer. */
export function may(actor: Actor, permission: Permission): boolean {
  const holders: readonly Holder[] = permissions[permission]
  switch (actor.kind) {
    case 'user':
      return actor.roles.some((role) => holders.includes(role))
    case 'workload':
      return false
    case 'token':
      return holders.includes('token') && actor.scopes.includes(permission)
    case 'system':
      return holders.includes('system')
  }
}

/** Whether this actor sees the whole register, or only what is theirs. */
export function seesEverything(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.roles.some((role) => role !== 'owner'))
}
