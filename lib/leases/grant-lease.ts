import { leaseStart } from '#lib/access/rules.ts'
import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { LeaseId } from '#lib/core/ids.ts'
import { SECOND, shift } from '#lib/core/time.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import { GrantLease } from './schemas.ts'
import { findGrant } from './store.ts'

/** Writes the lease of an approved request, before anything happens on the target. A request that has its lease already keeps it. */
export const grantLease = command({
  permission: 'leases.grant',
  input: GrantLease,
  async run({ tx, now }, { requestId }) {
    const existing = await tx.lease.findUnique({ where: { requestId } })
    if (existing) return { output: { id: existing.id as LeaseId }, changes: [] }
    const grant = await findGrant(tx, requestId)
    if (!grant) throw new TenureError('conflict', 'This request is not approved')
    const { request, kind, grantedSeconds } = grant
    const id = LeaseId.create()
    const startsAt = leaseStart(request.decidedAt ?? now, request.startsAt)
    const endsAt = shift(startsAt, grantedSeconds * SECOND)
    const after = await tx.lease.create({
      data: {
        id,
        requestId,
        digest: request.digest,
        askedSeconds: request.durationSeconds,
        holderId: request.requesterId,
        systemId: request.systemId,
        privilegeName: request.privilegeName,
        account: mintingDriverFor(kind).accountName(id),
        state: 'scheduled',
        startsAt,
        endsAt,
        nextAttemptAt: startsAt,
        createdAt: now,
      },
    })
    return {
      output: { id },
      changes: { entity: 'lease', id, before: null, after },
      jobs: [{ job: 'leases.advance', data: { leaseId: id }, startAfter: startsAt }],
    }
  },
})
