import { MINUTE, SECOND } from '#lib/core/time.ts'

export const LEASE_STATES = ['scheduled', 'minting', 'active', 'ending', 'ended'] as const
export type LeaseState = (typeof LEASE_STATES)[number]
export type RevocationState = 'requested' | 'executed' | 'confirmed' | 'unconfirmed' | 'impossible'
export type EndReason = 'done' | 'expired' | 'revoked' | 'mint_failed'

type Clocked = { state: string; startsAt: Date; endsAt: Date; nextAttemptAt: Date }
export type Step = 'skip' | 'start_minting' | 'mint' | 'expire' | 'revoke'

/** What the worker does next for a lease, or null when nothing is due. At `endsAt` itself a lease is over. */
export function nextStep(lease: Clocked, now: Date): Step | null {
  const over = lease.endsAt <= now
  switch (lease.state as LeaseState) {
    case 'scheduled':
      if (over) return 'skip'
      return lease.startsAt <= now ? 'start_minting' : null
    case 'minting':
      if (over) return 'expire'
      return lease.nextAttemptAt <= now ? 'mint' : null
    case 'active':
      return over ? 'expire' : null
    case 'ending':
      return lease.nextAttemptAt <= now ? 'revoke' : null
    case 'ended':
      return null
  }
}

/** Attempts before a mint is given up, or a revocation is called unconfirmed (it is tried on after that). */
export const MINT_ATTEMPTS = 5
export const REVOCATION_ATTEMPTS = 3

/** How long to wait after the nth failed attempt: two seconds, doubling, fifteen minutes at most. `spread` in [0, 1) keeps many leases from coming back at once. */
export function retryDelay(attempt: number, spread: number): number {
  return Math.min(15 * MINUTE, 2 * SECOND * 2 ** Math.max(0, attempt - 1)) * (1 + spread / 4)
}

type Observed = {
  account: { exists: boolean; sessions: number }
  probe: { outcome: 'accepted' | 'refused' | 'inconclusive'; reason: string }
}

/** Why a revocation is not confirmed yet, or null when all three facts hold: no account, no session, and the dead credential was refused by the target itself. */
export function whatIsLeft({ account, probe }: Observed): string | null {
  const left: string[] = []
  if (account.exists) left.push('the account still exists on the target')
  if (account.sessions > 0) left.push(`${account.sessions} of its sessions ${account.sessions === 1 ? 'is' : 'are'} still open`)
  if (probe.outcome === 'accepted') left.push('the target still accepts its credential')
  if (probe.outcome === 'inconclusive') left.push(`the refusal could not be tested: ${probe.reason}`)
  return left.length > 0 ? left.join('; ') : null
}

type ForResidual = { state: string; endsAt: Date; mintedAt: Date | null; startsAt: Date }
export type ResidualClock = { state: 'none' | 'bounded' | 'unbounded'; until: Date | null; why: string }

/** The latest moment at which anything of this lease could still work, as far as Tenure knows, and why. */
export function residualClock(lease: ForResidual, revocation: { state: string } | null): ResidualClock {
  if (revocation?.state === 'confirmed') return { state: 'none', until: null, why: 'The target refused the credential, and no account or session is left' }
  if (lease.state === 'ended' && !revocation) return { state: 'none', until: null, why: 'No credential was ever minted' }
  if (lease.state === 'scheduled') return { state: 'none', until: lease.startsAt, why: 'No credential exists before the start' }
  if (lease.state === 'minting' || lease.state === 'active') {
    return {
      state: 'bounded',
      until: lease.endsAt,
      why: 'New logins: the target itself refuses them from then on. Open sessions: Tenure ends them at that moment',
    }
  }
  return { state: 'unbounded', until: null, why: 'A session that is open now lives until Tenure has ended it: its end is not confirmed yet' }
}

/** Who may see the secret, once: its holder, while the lease is active. */
export function mayReveal(userId: string, lease: { holderId: string; state: string; secretRevealedAt: Date | null }): boolean {
  return lease.holderId === userId && lease.state === 'active' && lease.secretRevealedAt === null
}
