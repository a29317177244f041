import type { LdapSession } from './connect.ts'
import type { LdapEntry } from './entry.ts'

/** How a dialect takes an account out of service. `disable` and `restore` say what they did, or null when there was nothing to do. */
export type Way = {
  isOpen(session: LdapSession, entry: LdapEntry, now: Date): Promise<boolean>
  remember(session: LdapSession, entry: LdapEntry): Promise<string | null>
  disable(session: LdapSession, entry: LdapEntry): Promise<string | null>
  restore(session: LdapSession, entry: LdapEntry, remembered: string | null): Promise<string | null>
  dependents(session: LdapSession, entry: LdapEntry): Promise<string[]>
  /** Takes the account out of its groups where the directory does not do so itself; out of how many. */
  beforeRemoval(session: LdapSession, entry: LdapEntry): Promise<number>
}
