import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { discoveringDriverFor } from './registry.ts'
import { SetSchedule } from './schemas.ts'
import { getSystem } from './store.ts'

/** Says how often a live system is read by itself, or that it is read only when somebody asks. Throws `invalid` for a system that is fed by files, `conflict` when somebody else changed it meanwhile. */
export const setSchedule = command({
  permission: 'systems.setSchedule',
  input: SetSchedule,
  async run({ tx }, { id, everyMinutes }) {
    const before = await getSystem(tx, id)
    if (!before.connectionSealed) throw new TenureError('invalid', `${before.name} is fed by files: nothing can be read there by the clock`)
    discoveringDriverFor(before.kind)
    if (before.syncEveryMinutes === everyMinutes) return { output: { id }, changes: [] }
    // The old interval is the condition: of two people who change it, the second is told.
    const { count } = await tx.system.updateMany({ where: { id, syncEveryMinutes: before.syncEveryMinutes }, data: { syncEveryMinutes: everyMinutes } })
    if (count === 0) throw new TenureError('conflict', 'Somebody else changed this schedule meanwhile: reload, and make your change again')
    return {
      output: { id },
      changes: { entity: 'system', id, before: { syncEveryMinutes: before.syncEveryMinutes }, after: { syncEveryMinutes: everyMinutes } },
    }
  },
})
