import type { Confidence } from '#lib/core/identity-class.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { tidyDetails } from '../tidy-details.ts'
import type { PolicyMember } from './policy-member.ts'
import { serviceAccountIdentity } from './service-account.ts'

type Privilege = { why: string; confidence: Confidence }
type Holder = { member: PolicyMember; reasons: string[]; more: number; confidence: Confidence }

/** Who holds bindings, with what makes them privileged: at most five reasons each. This is the part of a reading's memory that grows with the file, by the holder. */
export class PolicyHolders {
  readonly #holders = new Map<string, Holder>()

  get size(): number {
    return this.#holders.size
  }

  add(member: PolicyMember, privilege: Privilege | null, reason: string): void {
    const key = `${member.kind} ${member.id}`
    const holder = this.#holders.get(key) ?? { member, reasons: [], more: 0, confidence: 'likely' }
    this.#holders.set(key, holder)
    if (!privilege) return
    if (privilege.confidence === 'certain') holder.confidence = 'certain'
    if (holder.reasons.length < 5) holder.reasons.push(cutText(reason, 350))
    else holder.more += 1
  }

  /** The identities that hold bindings: service accounts, and people who hold a privileged one. */
  *records(): Generator<DiscoveredRecordInput, void, undefined> {
    for (const { member, reasons, more, confidence } of this.#holders.values()) {
      const identity = member.kind === 'person' ? personIdentity(member.id) : serviceAccountIdentity(member.id, {})
      const shown = more > 0 ? [...reasons, `and ${more} more`] : reasons
      yield { ...identity, privileged: shown.length > 0, privilegedReason: shown.length > 0 ? shown.join('. ') : null, privilegedConfidence: confidence }
    }
  }
}

function personIdentity(email: string): Extract<DiscoveredRecordInput, { type: 'identity' }> {
  return {
    type: 'identity',
    externalId: `user:${email}`,
    name: email,
    class: 'human_admin',
    classReason: 'A Google account of a person, with a privileged role',
    classConfidence: 'certain',
    enabled: null,
    privileged: true,
    details: tidyDetails({ email, person: email }),
    attributes: { kind: 'gcp_user', classEvident: true },
  }
}
