import type { Tx } from '#lib/db/client.ts'
import { evaluate } from '../evaluate.ts'
import { parsePolicySet, type PolicySummary } from '../policy-set.ts'
import type { DecisionQuestion, Outcome, Reason } from '../rules.ts'
import { findCurrentPolicy } from '../store.ts'

export type Verdict = { outcome: Outcome; reasons: Reason[]; policy: { id: string; version: number; digest: string } | null }

let parsed: { digest: string; policies: PolicySummary[] } | undefined

/** Decides a question by the policies that are in force, and says by which version. Without a published version, or with one that cannot be read, the answer is deny. */
export async function decide(tx: Tx, question: DecisionQuestion): Promise<Verdict> {
  const version = await findCurrentPolicy(tx)
  if (!version) return { outcome: 'deny', reasons: [{ policyId: null, says: 'No policy has been published yet' }], policy: null }
  const policy = { id: version.id, version: version.version, digest: version.digest }
  try {
    if (parsed?.digest !== version.digest) parsed = { digest: version.digest, policies: parsePolicySet(version.text) }
    return { ...evaluate(parsed.policies, question), policy }
  } catch (error) {
    return {
      outcome: 'deny',
      reasons: [{ policyId: null, says: `The policies could not be evaluated: ${error instanceof Error ? error.message : 'unknown problem'}` }],
      policy,
    }
  }
}
