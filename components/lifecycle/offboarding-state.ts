import type { State } from '#components/ui/states.ts'
import type { OffboardingState } from '#lib/lifecycle/rules.ts'

const LOOKS: Record<OffboardingState, { state: State; children: string }> = {
  disabling: { state: 'running', children: 'Disabling' },
  watching: { state: 'quarantined', children: 'Disabled, watched' },
  restoring: { state: 'running', children: 'Restoring' },
  removing: { state: 'running', children: 'Deleting' },
  awaiting_source: { state: 'pending', children: 'People do it' },
  confirmed: { state: 'confirmed', children: 'Confirmed gone' },
  restored: { state: 'active', children: 'Restored' },
}

/** How an offboarding stands, in one badge: a problem covers everything else, and gone is said only of what was confirmed. Takes `state`, `problem`. */
export function offboardingState({ state, problem }: { state: OffboardingState; problem: string | null }): { state: State; children: string } {
  const look = LOOKS[state]
  return problem ? { state: 'failed', children: `${look.children}: stuck` } : look
}

export const CAUSE_WORDS = {
  requested: 'asked for',
  expired: 'it expired',
  succession: 'its owner left',
  quarantined: 'quarantined',
  attestation: 'a campaign revoked it',
} as const
