/** Groups that reach far by what they are, by their identifier in every domain and language (MS-DTYP §2.4.2.4). */
export const BUILT_IN_GROUPS: readonly { name: string; sid: RegExp }[] = [
  { name: 'Administrators', sid: /^S-1-5-32-544$/ },
  { name: 'Account Operators', sid: /^S-1-5-32-548$/ },
  { name: 'Server Operators', sid: /^S-1-5-32-549$/ },
  { name: 'Print Operators', sid: /^S-1-5-32-550$/ },
  { name: 'Backup Operators', sid: /^S-1-5-32-551$/ },
  { name: 'Domain Admins', sid: /^S-1-5-21-[\d-]+-512$/ },
  { name: 'Domain Controllers', sid: /^S-1-5-21-[\d-]+-516$/ },
  { name: 'Schema Admins', sid: /^S-1-5-21-[\d-]+-518$/ },
  { name: 'Enterprise Admins', sid: /^S-1-5-21-[\d-]+-519$/ },
  { name: 'Group Policy Creator Owners', sid: /^S-1-5-21-[\d-]+-520$/ },
  { name: 'Key Admins', sid: /^S-1-5-21-[\d-]+-526$/ },
  { name: 'Enterprise Key Admins', sid: /^S-1-5-21-[\d-]+-527$/ },
]

export const ACCOUNT_DISABLED = 0x2

/** The bits of userAccountControl that say something about an account (MS-ADTS §2.2.16). */
const FLAGS: readonly [bit: number, name: string][] = [
  [ACCOUNT_DISABLED, 'disabled'],
  [0x10, 'locked_out'],
  [0x20, 'password_not_required'],
  [0x80, 'reversible_password'],
  [0x200, 'normal_account'],
  [0x1000, 'workstation_trust'],
  [0x2000, 'server_trust'],
  [0x10000, 'password_never_expires'],
  [0x40000, 'smartcard_required'],
  [0x80000, 'trusted_for_delegation'],
  [0x100000, 'not_delegated'],
  [0x200000, 'des_keys_only'],
  [0x400000, 'no_preauthentication'],
  [0x800000, 'password_expired'],
  [0x1000000, 'trusted_to_authenticate_for_delegation'],
]

/** The names of the bits that are set. */
export function accountFlags(control: number): string[] {
  return FLAGS.filter(([bit]) => (control & bit) !== 0).map(([, name]) => name)
}
