import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { GroupDetail, ManagedPolicyDetail } from './details-schemas.ts'
import { attachedOf, inlineOf, type AttachedPolicy, type InlinePolicy, type Principal } from './principal.ts'
import { summarizePolicy, type PolicySummary } from './summarize-policy.ts'

/** A policy that a principal has, and how. `summary` is null where the file does not hold its document. */
export type HeldPolicy = { name: string; arn: string | null; group: string | null; summary: PolicySummary | null }

const MAX_NOTES = 1000

/** The groups and managed policies of one account, and what a principal has through them. */
export class AccountPolicies {
  readonly #groups = new Map<string, { inline: InlinePolicy[]; attached: AttachedPolicy[] }>()
  readonly #managed = new Map<string, PolicySummary>()
  readonly #missing = new Map<string, string>()

  addGroup(group: GroupDetail): void {
    this.#groups.set(group.GroupName, { inline: inlineOf(group.GroupPolicyList), attached: attachedOf(group.AttachedManagedPolicies) })
  }

  /** Takes the version in force; the others grant nothing. */
  addManaged(policy: ManagedPolicyDetail): void {
    const inForce = policy.PolicyVersionList.find((version) => version.VersionId === policy.DefaultVersionId)
    if (inForce) this.#managed.set(policy.Arn, summarizePolicy(inForce.Document))
  }

  /** All policies of a principal: its own first, then those of its groups. */
  heldBy(principal: Principal): HeldPolicy[] {
    const throughGroups = principal.groups.flatMap((group) => {
      const found = this.#groups.get(group)
      if (!found) this.#miss(group, `Group ${group} is not in the file: what its members have through it is not known`)
      return found ? this.#held(found, group) : []
    })
    return [...this.#held(principal, null), ...throughGroups]
  }

  /** Notes on groups and policies that the file names but does not hold (it was filtered, or the policy is gone); the first thousand. */
  *missingNotes(): Generator<DiscoveredRecordInput, void, undefined> {
    for (const [subject, text] of this.#missing) yield { type: 'note', externalId: `missing/${subject}`, code: 'not_readable', subject, text }
  }

  #held(holder: { inline: readonly InlinePolicy[]; attached: readonly AttachedPolicy[] }, group: string | null): HeldPolicy[] {
    const attached = holder.attached.map(({ name, arn }) => {
      const summary = this.#managed.get(arn) ?? null
      if (!summary) this.#miss(arn, `The document of policy ${name} is not in the file: what it grants is not known`)
      return { name, arn, group, summary }
    })
    return [...holder.inline.map(({ name, summary }) => ({ name, arn: null, group, summary })), ...attached]
  }

  #miss(subject: string, text: string): void {
    if (this.#missing.size < MAX_NOTES) this.#missing.set(subject, text)
  }
}
