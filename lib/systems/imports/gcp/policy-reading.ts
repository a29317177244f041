import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { Binding, PolicyEntry } from './policy-entries.ts'
import { resourceText } from './policy-entries.ts'
import { PolicyHolders } from './policy-holders.ts'
import { parseMember, type PolicyMember } from './policy-member.ts'
import { bindingEntitlement, bindingTrust, publicGrant } from './policy-records.ts'
import { privilegeOf } from './privileged-roles.ts'

/** One reading of IAM policies. Bindings are handed out as they come; who holds them, and with what privilege, is known at the end. */
export class PolicyReading {
  readonly #holders = new PolicyHolders()
  readonly #counts = { bindings: 0, entitlements: 0, trusts: 0, publicGrants: 0, leftOut: 0 }

  /** What was read so far: `bindings` counts each member of each binding. */
  get counts(): Readonly<Record<string, number>> {
    return { ...this.#counts }
  }

  *take({ resource, bindings }: PolicyEntry): Generator<DiscoveredRecordInput, void, undefined> {
    for (const binding of bindings) for (const member of binding.members) yield* this.#takeMember(resource, binding, member)
  }

  /** The holders, and a note of the bindings that are not of this register. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    yield* this.#holders.records()
    const count = this.#counts.leftOut
    if (count === 0) return
    yield {
      type: 'note',
      externalId: 'left_out/bindings',
      code: 'left_out',
      subject: 'Bindings of people and groups',
      text: `${count} bindings are of people without privilege, of groups, domains or deleted accounts; the register leaves them out`,
    }
  }

  *#takeMember(resource: string, binding: Binding, member: string): Generator<DiscoveredRecordInput, void, undefined> {
    this.#counts.bindings += 1
    const parsed = parseMember(member)
    const trust = bindingTrust(resource, member, parsed, binding)
    if (trust) {
      this.#counts.trusts += 1
      yield trust
    }
    if (parsed.kind === 'everybody') {
      this.#counts.publicGrants += 1
      yield publicGrant(resource, member, binding.role)
    } else if (this.#holds(parsed, resource, binding)) {
      this.#counts.entitlements += 1
      yield bindingEntitlement(parsed.kind === 'person' ? `user:${parsed.id}` : parsed.id, member, resource, binding)
    } else if (!trust) this.#counts.leftOut += 1
  }

  /** Whether the member is an identity of the register: a service account is, a person only with privilege. */
  #holds(member: PolicyMember, resource: string, binding: Binding): boolean {
    const privilege = privilegeOf(binding.role, resource)
    if (member.kind !== 'service_account' && !(member.kind === 'person' && privilege)) return false
    const limit = binding.condition ? ', under a condition' : ''
    this.#holders.add(member, privilege, `${binding.role} on ${resourceText(resource)}${limit}: ${privilege?.why ?? ''}`)
    return true
  }
}
