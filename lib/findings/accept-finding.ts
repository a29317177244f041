import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { decideFindings } from './decide-findings.ts'
import { mayAccept, untilProblem } from './rules.ts'
import { AcceptFinding } from './schemas.ts'
import { lockFindings } from './store.ts'

const REFUSAL = 'Nobody accepts a risk of an identity that they answer for themselves: another admin or CISO does'

/**
 * Accepts the risk of findings, with a reason, until a day at most a year ahead; then they are open again. Throws `forbidden` to the owner of what a
 * finding is about, `invalid` for an end out of bounds, `conflict` for a finding that is closed or accepted already.
 */
export const acceptFinding = command({
  permission: 'findings.accept',
  input: AcceptFinding,
  async run(scope, { ids, until, reason }) {
    const { actor, now } = scope
    const findings = await lockFindings(scope, ids, (finding) => mayAccept(actor, finding), REFUSAL)
    const problem = untilProblem('accept', until, now)
    if (problem) throw new TenureError('invalid', `until: ${problem}`, { fields: { until: problem } })
    const done = await decideFindings(scope, findings, ['open', 'snoozed'], { state: 'accepted', until, reason, decidedBy: actorKey(actor) })
    return { ...done, reason }
  },
})
