import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { lockSystem } from '#lib/systems/store.ts'
import { SetSystemTeam } from './schemas.ts'
import { getTeam } from './store.ts'

/** Says which team answers for a system's identities that have none of their own; null: none. Throws `not_found`. */
export const setSystemTeam = command({
  permission: 'ownership.setSystemTeam',
  input: SetSystemTeam,
  async run({ tx }, { systemId, teamId }) {
    if (teamId) await getTeam(tx, teamId)
    const { teamId: before } = await lockSystem(tx, systemId)
    if (before === teamId) return { output: { id: systemId }, changes: [] }
    const { count } = await tx.system.updateMany({ where: { id: systemId, teamId: before }, data: { teamId } })
    if (count === 0) throw new TenureError('conflict', 'Somebody else changed this system meanwhile: reload, and look again')
    return {
      output: { id: systemId },
      changes: { entity: 'system', id: systemId, before: { teamId: before }, after: { teamId } },
      jobs: [{ job: 'findings.derive', data: { systemId } }],
    }
  },
})
