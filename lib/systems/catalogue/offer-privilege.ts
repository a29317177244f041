import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { OfferPrivilege } from '../schemas.ts'
import { getPrivilege } from '../store.ts'

/** Puts a privilege into the catalogue that people request from, or changes how it stands there. Throws `conflict` for one that the system would refuse to lend. */
export const offerPrivilege = command({
  permission: 'systems.offerPrivilege',
  input: OfferPrivilege,
  async run({ tx }, { id, ...offer }) {
    const before = await getPrivilege(tx, id)
    // The condition decides the race with a discovery that finds it no longer lendable.
    const [after] = await tx.privilege.updateManyAndReturn({ where: { id, lendable: true }, data: { ...offer, offered: true } })
    if (!after) throw new TenureError('conflict', `This privilege cannot be lent: ${before.notLendableReason ?? 'the system does not allow it'}`)
    return { output: { id }, changes: { entity: 'privilege', id, before, after } }
  },
})
