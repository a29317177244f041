export const ROLES = ['owner', 'approver', 'ciso', 'auditor', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who acts. A workload never stands in for a person: separation of duties counts people. A token hands in what another system knows, within its scopes. */
export type Actor =
  | { kind: 'user'; userId: string; name: string; roles: readonly Role[] }
  | { kind: 'workload'; identityId: string; name: string }
  | { kind: 'token'; tokenId: string; name: string; scopes: readonly string[]; systemId: string | null }
  | { kind: 'system'; job: string }

/** The actor's stable key, as it stands in audit entries: `user:usr_…`, `workload:nhi_…`, `token:tok_…`, `system:leases.advance`. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.userId}`
    case 'workload':
      return `workload:${actor.identityId}`
    case 'token':
      return `token:${actor.tokenId}`
    case 'system':
      return `system:${actor.job}`
  }
}
