import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { newOffboarding } from './open-offboarding.ts'
import { WATCH_DAYS } from './rules.ts'
import { ExpireIdentities } from './schemas.ts'
import { type DueIdentity, dueIdentities } from './store.ts'

const onDay = (instant: Date) => instant.toISOString().slice(0, 10)

/**
 * Enforces expiry: puts a page of governed identities whose end has come, and that nobody is taking out of service, into quarantine, the longest overdue first.
 * At `expiresAt` itself an identity is over. Answers how many; fewer than `limit` says that none is left. What another worker holds is
 * skipped, and so is sample data, which stands on no system.
 */
export const expireIdentities = command({
  permission: 'lifecycle.expireIdentities',
  input: ExpireIdentities,
  async run({ tx, actor, now }, { limit }) {
    const due = await tx.$queryRaw<DueIdentity[]>(dueIdentities(now, limit))
    const ids = due.map(({ id }) => id)
    const rows = due.map((identity) => ({
      name: identity.name,
      ...newOffboarding(identity, { cause: 'expired', reason: `It expired on ${onDay(identity.expiresAt)}`, watchDays: WATCH_DAYS }, actorKey(actor), now),
    }))
    await tx.offboarding.createMany({ data: rows.map(({ name: _, ...row }) => row) })
    await tx.identity.updateMany({ where: { id: { in: ids } }, data: { lifecycle: 'quarantined' } })
    return {
      output: { count: rows.length },
      changes: rows.flatMap(({ id, identityId, name, cause, state, watchDays }) => [
        { entity: 'offboarding', id, before: null, after: { identityId, name, cause, state, watchDays } },
        { entity: 'identity', id: identityId, before: { lifecycle: 'active' }, after: { lifecycle: 'quarantined' } },
      ]),
      reason: 'Its expiry has come',
      jobs: [
        ...rows.filter((row) => row.byDriver).map(({ id }) => ({ job: 'lifecycle.advance' as const, data: { offboardingId: id } })),
        ...registerChanged(ids),
      ],
    }
  },
})
