import { command } from '#lib/command/command.ts'
import { decideFindings } from './decide-findings.ts'
import { maySnooze } from './rules.ts'
import { ReopenFinding } from './schemas.ts'
import { lockFindings, NOT_YOURS } from './store.ts'

/** Takes back an acceptance or a snooze before its end. Throws `forbidden` for what is not theirs, `conflict` for a finding that is neither. */
export const reopenFinding = command({
  permission: 'findings.reopen',
  input: ReopenFinding,
  async run(scope, { ids, reason }) {
    const { actor } = scope
    const findings = await lockFindings(scope, ids, (finding) => maySnooze(actor, finding), NOT_YOURS)
    const done = await decideFindings(scope, findings, ['accepted', 'snoozed'], { state: 'open', until: null, reason: null, decidedBy: null })
    return { ...done, reason }
  },
})
