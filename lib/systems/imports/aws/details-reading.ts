import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext } from '../import-format.ts'
import { ParkedJson } from '../parked-json.ts'
import { parseItem } from '../parse-item.ts'
import type { JsonItem } from '../read-json-items.ts'
import { AccountPolicies } from './account-policies.ts'
import { AccountScope } from './account-scope.ts'
import { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from './details-schemas.ts'
import { Duplicates } from '../duplicates.ts'
import { refusePage } from './page-marks.ts'
import { roleOf, userOf, type Principal } from './principal.ts'
import { principalRecords } from './principal-records.ts'

/** One reading of an authorization details file: takes its items in any order and hands out the records once all are known. */
export class DetailsReading {
  readonly #context: ImportContext
  readonly #scope: AccountScope
  readonly #policies = new AccountPolicies()
  readonly #waiting = new ParkedJson<Principal>()
  readonly #duplicates = new Duplicates()
  readonly #counts = { users: 0, groups: 0, roles: 0, policies: 0 }

  constructor(context: ImportContext) {
    this.#context = context
    this.#scope = new AccountScope(context.scope)
  }

  /** Takes one item. `invalid` for one that is malformed, of another account, or differs from one with the same ARN. */
  take(item: JsonItem): void {
    switch (item.list) {
      case 'UserDetailList':
        return this.#takeUser(item)
      case 'GroupDetailList':
        return this.#takeGroup(item)
      case 'RoleDetailList':
        return this.#takeRole(item)
      case 'Policies':
        return this.#takePolicy(item)
      default:
        return refusePage(item)
    }
  }

  /** The records of a file that was read to its end. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: this.#scope.account })
    for (const principal of this.#waiting.drain()) yield* principalRecords(principal, this.#policies)
    yield* this.#policies.missingNotes()
  }

  #takeUser(item: JsonItem): void {
    const user = parseItem(UserDetail, item)
    if (!this.#isNew(item, user.Arn)) return
    this.#counts.users += 1
    this.#waiting.park(userOf(user))
  }

  #takeGroup(item: JsonItem): void {
    const group = parseItem(GroupDetail, item)
    if (!this.#isNew(item, group.Arn)) return
    this.#counts.groups += 1
    this.#policies.addGroup(group)
  }

  #takeRole(item: JsonItem): void {
    const role = parseItem(RoleDetail, item)
    if (!this.#isNew(item, role.Arn)) return
    this.#counts.roles += 1
    this.#waiting.park(roleOf(role, this.#context.now))
  }

  #takePolicy(item: JsonItem): void {
    const policy = parseItem(ManagedPolicyDetail, item)
    if (!this.#isNew(item, policy.Arn)) return
    this.#counts.policies += 1
    this.#policies.addManaged(policy)
  }

  #isNew(item: JsonItem, arn: string): boolean {
    this.#scope.admit(arn, () => item.placeOf(['Arn']))
    return !this.#duplicates.isRepeat(arn, item.value, item.place)
  }
}
