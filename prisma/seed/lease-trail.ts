import { SECOND, shift } from '#lib/core/time.ts'
import { auditEntry } from './audit-entry.ts'
import type { Course, LeasedOutcome } from './lease-course.ts'
import { asActor, type Person } from './people.ts'
import type { Row } from './rows.ts'

type Told = { lease: Row; revocation: Row & { id: string }; holder: Person; approver: Person; outcome: LeasedOutcome; problem: string | null }

/** What Tenure's own log says of a lease from its grant to its confirmed end. */
export function leaseTrail(
  { id, account, startsAt, mintedAt, endingAt, executedAt, confirmedAt }: Course,
  { lease, revocation, holder, approver, outcome, problem }: Told,
): Row[] {
  const worker = (job: string) => ({ kind: 'system', job }) as const
  const onLease = { entity: 'lease', id }
  const granted = {
    ...lease,
    state: 'scheduled',
    secretRevealedAt: null,
    nativeId: null,
    login: null,
    mintedAt: null,
    endedAt: null,
    endReason: null,
    nextAttemptAt: startsAt,
  }
  const endings = {
    done: { actor: asActor(holder), action: 'leases.complete', reason: null },
    revoked: { actor: asActor(approver), action: 'leases.revoke', reason: outcome.why ?? null },
    expired: { actor: worker('leases.advance'), action: 'leases.end', reason: null },
    mint_failed: { actor: worker('leases.mint'), action: 'leases.end', reason: problem },
  } as const
  const ending = endings[outcome.end]
  const live = outcome.end === 'mint_failed' ? 'minting' : 'active'
  const onRevocation = { entity: 'revocation', id: revocation.id, actor: worker('leases.revoke'), action: 'leases.recordRevocation' } as const
  const requested = { ...revocation, state: 'requested', executedAt: null, confirmedAt: null }
  return [
    auditEntry({ ...onLease, at: shift(startsAt, 80), actor: worker('leases.grant'), action: 'leases.grant', before: null, after: granted }),
    auditEntry({
      ...onLease,
      at: shift(startsAt, 120),
      actor: worker('leases.advance'),
      action: 'leases.startMinting',
      before: { state: 'scheduled' },
      after: { state: 'minting' },
    }),
    ...(mintedAt
      ? [
          auditEntry({
            ...onLease,
            at: mintedAt,
            actor: worker('leases.mint'),
            action: 'leases.activate',
            before: { state: 'minting' },
            after: { state: 'active', mintedAt, account },
          }),
          auditEntry({
            ...onLease,
            at: shift(mintedAt, 40 * SECOND),
            actor: asActor(holder),
            action: 'leases.reveal',
            before: { secretRevealedAt: null },
            after: { secretRevealedAt: shift(mintedAt, 40 * SECOND) },
          }),
        ]
      : []),
    auditEntry({ ...onLease, ...ending, at: endingAt, before: { state: live }, after: { state: 'ending', endReason: outcome.end } }),
    auditEntry({ entity: 'revocation', id: revocation.id, ...ending, at: endingAt, before: null, after: requested }),
    auditEntry({ ...onRevocation, at: executedAt, before: { state: 'requested' }, after: { state: 'executed', leaseId: id } }),
    auditEntry({ ...onRevocation, at: confirmedAt, before: { state: 'executed' }, after: { state: 'confirmed', leaseId: id } }),
  ]
}
