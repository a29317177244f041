import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { maySteward } from '#lib/ownership/rules.ts'
import { SetRotation } from './schemas.ts'
import { NOT_YOURS } from './store.ts'

/** Says within how many days a credential is rotated; null leaves it to its trust boundary. Throws `forbidden` for what the actor does not steward, `conflict` for a credential that is gone. */
export const setRotation = command({
  permission: 'lifecycle.setRotation',
  input: SetRotation,
  async run({ tx, actor }, { id, rotationDays, reason }) {
    const credential = await tx.credential.findUnique({ where: { id }, include: { identity: { select: { id: true, ownerId: true } } } })
    if (!credential || !maySteward(actor, credential.identity)) throw new TenureError('forbidden', NOT_YOURS)
    if (credential.vanishedAt) throw new TenureError('conflict', 'This credential is gone from its system, so there is nothing left to rotate')
    if (credential.rotationDays === rotationDays) return { output: { id }, changes: [] }
    const { count } = await tx.credential.updateMany({ where: { id, rotationDays: credential.rotationDays }, data: { rotationDays } })
    if (count === 0) throw new TenureError('conflict', 'This credential was changed meanwhile: reload, and make your change again')
    const before = { rotationDays: credential.rotationDays }
    return {
      output: { id },
      changes: { entity: 'credential', id, before, after: { rotationDays } },
      reason,
      jobs: registerChanged([credential.identity.id]),
    }
  },
})
