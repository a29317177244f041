import { command } from '#lib/command/command.ts'
import { registerChanged } from '../register-changed.ts'
import { CorrectPrivilege } from './schemas.ts'
import { lockCorrectable } from './store.ts'

/** Says whether identities are privileged, whatever their sources say from now on. One that is so by a person's word already is left alone. */
export const correctPrivilege = command({
  permission: 'inventory.correctPrivilege',
  input: CorrectPrivilege,
  async run({ tx, actor }, { ids, privileged, reason }) {
    const wrong = (await lockCorrectable(tx, actor, ids)).filter((row) => !row.privilegedCorrected || row.privileged !== privileged)
    const said = { privileged, privilegedReason: reason, privilegedConfidence: 'certain', privilegedCorrected: true }
    await tx.identity.updateMany({ where: { id: { in: wrong.map(({ id }) => id) } }, data: said })
    const changes = wrong.map((row) => ({
      entity: 'identity',
      id: row.id,
      before: { privileged: row.privileged, privilegedCorrected: row.privilegedCorrected },
      after: { privileged, privilegedCorrected: true },
    }))
    return { output: { corrected: wrong.length }, changes, reason, jobs: registerChanged(wrong.map(({ id }) => id)) }
  },
})
