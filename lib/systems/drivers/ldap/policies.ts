import type { LdapSession } from './connect.ts'
import { normalDn } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import { PASSWORD_POLICY_CONTROL } from './root-dse.ts'

/**
 * Answers whether a lock (pwdAccountLockedTime) on an entry is heeded: only where the overlay ppolicy is loaded and the policy of the entry has pwdLockout TRUE (slapo-ppolicy(5)).
 * An entry shows its policy when it has one of its own; the default one stands in the server's configuration alone, so the settings name it.
 */
export function createPolicyReader(session: LdapSession): (entry: LdapEntry) => Promise<boolean> {
  const { defaultPolicy } = session.settings
  const known = new Map<string, Promise<boolean>>()
  const lockout = async (dn: string) => (await session.read(dn, ['pwdLockout']))?.text('pwdLockout')?.toUpperCase() === 'TRUE'
  return async (entry) => {
    const policy = entry.text('pwdPolicySubentry') ?? defaultPolicy
    if (policy === '' || !session.root.controls.includes(PASSWORD_POLICY_CONTROL)) return false
    const key = normalDn(policy)
    const answer = known.get(key) ?? lockout(policy)
    known.set(key, answer)
    return answer
  }
}
