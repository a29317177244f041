import type { Scope } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingState } from './rules.ts'
import type { Decidable } from './store.ts'

const { sql } = Prisma

type Decision = { state: FindingState; until: Date | null; reason: string | null; decidedBy: string | null }

const WORDS: Record<FindingState, string> = {
  open: 'is open already',
  accepted: 'is accepted already',
  snoozed: 'is snoozed already',
  closed: 'is closed: what it found is not so any more',
}

/** Gives each of these locked findings what was decided, all or none, and says what changed. Throws `conflict` for one that is in none of the states `from`. */
export async function decideFindings({ tx }: Scope, findings: readonly Decidable[], from: readonly FindingState[], decision: Decision) {
  const moved = findings.find(({ state }) => !from.includes(state))
  if (moved)
    throw new TenureError(
      'conflict',
      `${moved.identityName ? `The finding about ${moved.identityName}` : 'This finding'} ${WORDS[moved.state]}: reload, and choose again`,
    )
  const { state, until, reason, decidedBy } = decision
  await tx.$executeRaw(sql`
    UPDATE finding SET state = ${state}, until = ${until}::timestamptz, reason = ${reason}, decided_by = ${decidedBy} WHERE id = ANY (${findings.map(({ id }) => id)}::text[])`)
  const declared = ({ state: was, until: end, decidedBy: by }: Decidable) => ({ state: was, until: end, decidedBy: by })
  return {
    output: { decided: findings.length },
    changes: findings.map((finding) => ({ entity: 'finding', id: finding.id, before: declared(finding), after: { state, until, decidedBy } })),
  }
}
