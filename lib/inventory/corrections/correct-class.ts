import { command } from '#lib/command/command.ts'
import { detailsProblem } from '#lib/core/identity-details.ts'
import { registerChanged } from '../register-changed.ts'
import { CorrectClass } from './schemas.ts'
import { lockCorrectable } from './store.ts'

/**
 * Says which class identities are of, whatever their sources say from now on. Details that the new class does not know are dropped; the history keeps them.
 * An identity that is of the class by a person's word already is left alone.
 */
export const correctClass = command({
  permission: 'inventory.correctClass',
  input: CorrectClass,
  async run({ tx, actor }, { ids, class: to, reason }) {
    const wrong = (await lockCorrectable(tx, actor, ids)).filter((row) => !row.classCorrected || row.class !== to)
    const foreign = wrong.filter((row) => detailsProblem(to, row.details)).map(({ id }) => id)
    const said = { class: to, classReason: reason, classConfidence: 'certain', classCorrected: true }
    await tx.identity.updateMany({ where: { id: { in: wrong.map(({ id }) => id) } }, data: said })
    if (foreign.length > 0) await tx.identity.updateMany({ where: { id: { in: foreign } }, data: { details: {} } })
    const changes = wrong.map((row) => ({
      entity: 'identity',
      id: row.id,
      before: { class: row.class, classCorrected: row.classCorrected },
      after: { class: to, classCorrected: true },
    }))
    return { output: { corrected: wrong.length }, changes, reason, jobs: registerChanged(wrong.map(({ id }) => id)) }
  },
})
