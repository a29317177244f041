import { command } from '#lib/command/command.ts'
import { answerRequest } from './answer-request.ts'
import { ApproveRequest } from './schemas.ts'

/** Grants a request as asked or for a shorter time. The lease follows after the commit; its clock starts now, or at the start that was asked for. */
export const approveRequest = command({
  permission: 'access.approve',
  input: ApproveRequest,
  async run(scope, { id, grantedSeconds, comment }) {
    const outcome = await answerRequest(scope, id, { verdict: 'approve', grantedSeconds, comment })
    return { ...outcome, jobs: [{ job: 'leases.grant', data: { requestId: id } }] }
  },
})
