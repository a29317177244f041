import type { State } from '#components/ui/states.ts'

export type LeaseLike = { state: string; endReason?: string | null; revocation: { state: string } | null }

/** How a lease stands, in one badge: an end is called confirmed only when its revocation was, and an alarm covers everything else. */
export function leaseState({ state, revocation }: LeaseLike): { state: State; children?: string } {
  switch (revocation?.state) {
    case 'confirmed':
      return { state: 'confirmed', children: 'Confirmed dead' }
    case 'unconfirmed':
      return { state: 'unconfirmed' }
    case 'impossible':
      return { state: 'impossible' }
    case 'executed':
      return { state: 'executed', children: 'Confirming' }
    case 'requested':
      return { state: 'requested', children: 'Revoking' }
    default:
      return { state: state as State }
  }
}
