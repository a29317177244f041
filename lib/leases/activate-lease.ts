import { command } from '#lib/command/command.ts'
import { recordFacts } from './record-facts.ts'
import { ActivateLease } from './schemas.ts'

/** The credential was minted, and a login with it worked. From now on its holder may see it, once. */
export const activateLease = command({
  permission: 'leases.activate',
  input: ActivateLease,
  async run({ tx, now }, { id, nativeId, login, facts }) {
    const [after] = await tx.lease.updateManyAndReturn({
      where: { id, state: 'minting' },
      data: { state: 'active', mintedAt: now, nativeId, login, attempt: 0, problem: null },
    })
    if (!after) return { output: { id }, changes: [] }
    await tx.lease.update({ where: { id }, data: { nextAttemptAt: after.endsAt } })
    await recordFacts(tx, id, facts, now)
    return {
      output: { id },
      changes: { entity: 'lease', id, before: { state: 'minting' }, after: { state: 'active', mintedAt: now, account: after.account } },
      jobs: [{ job: 'leases.advance', data: { leaseId: id }, startAfter: after.endsAt }],
    }
  },
})
