import { command } from '#lib/command/command.ts'
import { seal } from '#lib/crypto/envelope.ts'
import { randomSecret } from '#lib/crypto/random.ts'
import { LeaseById } from './schemas.ts'
import { secretPurpose } from './secret-purpose.ts'

/** Makes the lease's secret and stores it sealed, so that whatever happens after the next line on the target can be repeated with the same credential. */
export const startMinting = command({
  permission: 'leases.startMinting',
  input: LeaseById,
  async run({ tx, now, context }, { id }) {
    const [after] = await tx.lease.updateManyAndReturn({
      where: { id, state: 'scheduled', startsAt: { lte: now } },
      data: { state: 'minting', secretSealed: seal(context.keyring, randomSecret(), secretPurpose(id)), nextAttemptAt: now, attempt: 0 },
    })
    if (!after) return { output: { id }, changes: [] }
    return { output: { id }, changes: { entity: 'lease', id, before: { state: 'scheduled' }, after: { state: after.state } } }
  },
})
