import { command } from '#lib/command/command.ts'
import { answerRequest } from './answer-request.ts'
import { DenyRequest } from './schemas.ts'

/** Refuses a request and tells the requester why. */
export const denyRequest = command({
  permission: 'access.deny',
  input: DenyRequest,
  async run(scope, { id, comment }) {
    return answerRequest(scope, id, { verdict: 'deny', comment })
  },
})
