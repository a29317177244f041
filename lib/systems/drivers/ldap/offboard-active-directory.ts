import { isDisabled } from './active-directory.ts'
import { ACCOUNT_DISABLED } from './active-directory-names.ts'
import type { LdapSession } from './connect.ts'
import type { LdapEntry } from './entry.ts'
import type { Way } from './offboarding-way.ts'

/** Sets or clears the bit of a disabled account. The former value is named, so that a change that somebody else made meanwhile is not undone. */
async function setDisabled(session: LdapSession, entry: LdapEntry, disabled: boolean): Promise<boolean> {
  if (isDisabled(entry) === disabled) return false
  const before = Number(entry.text('userAccountControl'))
  const after = disabled ? before | ACCOUNT_DISABLED : before & ~ACCOUNT_DISABLED
  await session.modify(entry.dn, [
    { operation: 'delete', attribute: 'userAccountControl', values: [String(before)] },
    { operation: 'add', attribute: 'userAccountControl', values: [String(after)] },
  ])
  return true
}

/** Active Directory has a bit for it (ADS_UF_ACCOUNT_DISABLE, MS-ADTS §2.2.16), which every way of login heeds. */
export const activeDirectoryWay: Way = {
  isOpen: async (_session, entry) => !isDisabled(entry),
  remember: async () => null,
  async disable(session, entry) {
    return (await setDisabled(session, entry, true)) ? 'The account was disabled (userAccountControl)' : null
  },
  async restore(session, entry) {
    return (await setDisabled(session, entry, false)) ? 'The account was enabled (userAccountControl)' : null
  },
  // Links to an account go with it in silence: what it manages would have no manager.
  dependents: async (_session, entry) => entry.texts('managedObjects').map((dn) => `it manages ${dn}`),
  beforeRemoval: async () => 0,
}
