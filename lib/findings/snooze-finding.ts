import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { decideFindings } from './decide-findings.ts'
import { maySnooze, untilProblem } from './rules.ts'
import { SnoozeFinding } from './schemas.ts'
import { lockFindings, NOT_YOURS } from './store.ts'

/**
 * Puts findings off, with a reason, for thirty days at most; then they are open again. An owner does this for their own identities. Throws `forbidden`
 * for what is not theirs, `invalid` for an end out of bounds, `conflict` for a finding that is not open.
 */
export const snoozeFinding = command({
  permission: 'findings.snooze',
  input: SnoozeFinding,
  async run(scope, { ids, until, reason }) {
    const { actor, now } = scope
    const findings = await lockFindings(scope, ids, (finding) => maySnooze(actor, finding), NOT_YOURS)
    const problem = untilProblem('snooze', until, now)
    if (problem) throw new TenureError('invalid', `until: ${problem}`, { fields: { until: problem } })
    const done = await decideFindings(scope, findings, ['open'], { state: 'snoozed', until, reason, decidedBy: actorKey(actor) })
    return { ...done, reason }
  },
})
