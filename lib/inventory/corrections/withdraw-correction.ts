import { command } from '#lib/command/command.ts'
import { registerChanged } from '../register-changed.ts'
import { WithdrawCorrection } from './schemas.ts'
import { lockCorrectable } from './store.ts'

/** Takes what the sources say of class or privilege again, at once, where a person had corrected it. */
export const withdrawCorrection = command({
  permission: 'inventory.withdrawCorrection',
  input: WithdrawCorrection,
  async run({ tx, actor }, { ids, of, reason }) {
    const rows = await lockCorrectable(tx, actor, ids)
    const corrected = rows.filter((row) => (of === 'class' ? row.classCorrected : row.privilegedCorrected)).map(({ id }) => id)
    // How sure the source is comes with its next reading
    await (of === 'class'
      ? tx.$executeRaw`UPDATE identity SET class = coalesce(source_class, class), class_reason = coalesce(source_class_reason, class_reason), class_confidence = 'likely', class_corrected = false WHERE id = ANY(${corrected}::text[])`
      : tx.$executeRaw`UPDATE identity SET privileged = coalesce(source_privileged, privileged), privileged_reason = source_privileged_reason, privileged_confidence = 'likely', privileged_corrected = false WHERE id = ANY(${corrected}::text[])`)
    const after = new Map((await tx.identity.findMany({ where: { id: { in: corrected } } })).map((row) => [row.id, row]))
    const changes = rows.flatMap((before) => {
      const now = after.get(before.id)
      if (!now) return []
      const facts = (row: typeof before) =>
        of === 'class' ? { class: row.class, classCorrected: row.classCorrected } : { privileged: row.privileged, privilegedCorrected: row.privilegedCorrected }
      return [{ entity: 'identity', id: before.id, before: facts(before), after: facts(now) }]
    })
    return { output: { withdrawn: corrected.length }, changes, reason, jobs: registerChanged(corrected) }
  },
})
