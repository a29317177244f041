import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingState } from './rules.ts'

const { sql } = Prisma

/** Why a finding is not this actor's to put off or to open again. */
export const NOT_YOURS = 'Only the owner of what it is about, an admin or a CISO decides about a finding'

/** What people decide about a finding, and who answers for what it is about. */
export type Decidable = {
  id: string
  rule: string
  state: FindingState
  until: Date | null
  reason: string | null
  decidedBy: string | null
  ownerId: string | null
  identityName: string | null
}

/**
 * These findings, locked until the transaction ends, always in the same order. Each must be one that `may` lets this actor decide: throws `forbidden`
 * otherwise, and `not_found` for what does not exist, to somebody who sees everything.
 */
export async function lockFindings(
  { tx, actor }: { tx: Tx; actor: Actor },
  ids: readonly string[],
  may: (finding: Decidable) => boolean,
  refusal: string,
): Promise<Decidable[]> {
  const findings = await tx.$queryRaw<Decidable[]>(sql`
    SELECT f.id, f.rule, f.state, f.until, f.reason, f.decided_by AS "decidedBy", i.owner_id AS "ownerId", i.name AS "identityName"
      FROM finding f LEFT JOIN identity i ON i.id = f.identity_id WHERE f.id = ANY (${[...ids]}::text[]) ORDER BY f.id FOR NO KEY UPDATE OF f`)
  const missing = ids.length - findings.length
  const refused = findings.filter((finding) => !may(finding)).length
  if (refused > 0 || (missing > 0 && !seesEverything(actor)))
    throw new TenureError('forbidden', ids.length === 1 ? refusal : `${refused + missing} of these ${ids.length} findings: ${refusal}`)
  if (missing > 0) throw new TenureError('not_found', ids.length === 1 ? 'There is no such finding' : `${missing} of these ${ids.length} findings do not exist`)
  return findings
}
