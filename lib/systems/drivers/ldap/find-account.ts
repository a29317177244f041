import { EqualityFilter } from 'ldapts'
import { TenureError } from '#lib/core/errors.ts'
import type { StandingAccount } from '#lib/systems/driver.ts'
import { AD_ATTRIBUTES } from './active-directory.ts'
import type { LdapSession } from './connect.ts'
import { normalDn } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import { OPENLDAP_ATTRIBUTES } from './openldap.ts'
import { guidBytes, isUuid, sidText } from './values.ts'

/** The entry of an account by what the register knows it by: its unique id wherever it has moved to, or its name where ids are not readable. Null when it is gone. */
export async function findAccount(session: LdapSession, { externalId }: StandingAccount): Promise<LdapEntry | null> {
  const active = session.root.dialect === 'active_directory'
  const attributes = active ? AD_ATTRIBUTES : OPENLDAP_ATTRIBUTES
  if (!isUuid(externalId)) return externalId.includes('=') ? session.read(externalId, attributes) : null
  const filter = new EqualityFilter(active ? { attribute: 'objectGUID', value: guidBytes(externalId) } : { attribute: 'entryUUID', value: externalId })
  for (const base of session.root.bases) for await (const page of session.pages(base, filter, attributes)) for (const entry of page) return entry
  return null
}

/** Whether an entry is the one that Tenure is logged in as. */
export async function isOwn(session: LdapSession, entry: LdapEntry): Promise<boolean> {
  const { username } = session.settings
  if (normalDn(entry.dn) === normalDn(username) || entry.text('userPrincipalName')?.toLowerCase() === username.toLowerCase()) return true
  const [sid] = entry.buffers('objectSid')
  if (sid) return session.root.own.includes(sidText(sid) ?? '')
  return normalDn((await session.whoAmI()).replace(/^dn:/, '')) === normalDn(entry.dn)
}

/** The entry of an account that may be taken out of service; null when it is gone. Throws `conflict` for Tenure's own. */
export async function findStanding(session: LdapSession, account: StandingAccount): Promise<LdapEntry | null> {
  const entry = await findAccount(session, account)
  if (entry && (await isOwn(session, entry)))
    throw new TenureError('conflict', `"${account.name}" is the account that Tenure works through: it is not taken out of service from here`)
  return entry
}

/** The same; `not_found` when it is gone. */
export async function getStanding(session: LdapSession, account: StandingAccount): Promise<LdapEntry> {
  const entry = await findStanding(session, account)
  if (!entry) throw new TenureError('not_found', `The account "${account.name}" is not in the directory any more`)
  return entry
}
