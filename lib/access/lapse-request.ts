import { command } from '#lib/command/command.ts'
import { AccessRequestById } from './schemas.ts'

/** Closes a request that nobody answered in time. A request that was answered, or is not due yet, stays as it is. */
export const lapseRequest = command({
  permission: 'access.lapse',
  input: AccessRequestById,
  async run({ tx, now }, { id }) {
    const [after] = await tx.accessRequest.updateManyAndReturn({
      where: { id, state: 'pending', openUntil: { lte: now } },
      data: { state: 'expired', decidedAt: now },
    })
    if (!after) return { output: { id }, changes: [] }
    const before = { ...after, state: 'pending', decidedAt: null }
    return { output: { id }, changes: { entity: 'access_request', id, before, after }, reason: 'Nobody answered in time' }
  },
})
