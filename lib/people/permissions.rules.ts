import type { Actor, Role } from '#lib/core/actor.ts'

type Holder = Role | 'system'
const EVERYBODY = ['owner', 'approver', 'ciso', 'auditor', 'admin'] as const

/**
 * Who may do what. The word is the permission, the audit action and the label in the API. `system` is the worker.
 * An auditor reads everything and changes nothing; a machine approves nothing. Which rows a reader sees is cut in each query.
 */
export const permissions = {
  'people.read': EVERYBODY,
  'systems.read': EVERYBODY,
  'systems.connect': ['admin'],
  'systems.sync': ['admin', 'system'],
  'systems.import': ['admin'],
  'systems.offerPrivilege': ['admin'],
  'systems.withdrawPrivilege': ['admin'],
  'systems.recordSync': ['system'],
  'inventory.read': EVERYBODY,
  'inventory.mergeDiscovery': ['system'],
  'ownership.assignOwner': ['owner', 'admin'],
  'ownership.declarePurpose': ['owner', 'admin'],
  'ownership.setEnvironment': ['owner', 'admin'],
  'ownership.setExpiry': ['owner', 'admin'],
  'ownership.governIdentity': ['owner', 'admin'],
  'ownership.takeBack': ['owner', 'admin'],
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
    case 'system':
      return holders.includes('system')
  }
}

/** Whether this actor sees the whole register, or only what is theirs. */
export function seesEverything(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.roles.some((role) => role !== 'owner'))
}
