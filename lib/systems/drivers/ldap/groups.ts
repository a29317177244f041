import type { LdapSession } from './connect.ts'
import { firstValue, normalDn } from './dn.ts'
import { BUILT_IN_GROUPS } from './active-directory-names.ts'
import type { LdapEntry } from './entry.ts'
import { sidText } from './values.ts'

export type Group = { dn: string; name: string; sid: string | null; privileged: string | null }
/** A group that an entry is in. `via` is the group through which, null for one that it is in itself. */
export type Membership = { group: Group; via: Group | null }

export type Groups = {
  /** Every group that an entry is in, nested ones too, each once. */
  of(entry: LdapEntry): Membership[]
}

const AD_FILTER = '(objectCategory=group)'
const AD_ATTRIBUTES = ['cn', 'sAMAccountName', 'objectSid', 'memberOf']
const FILTER = '(|(member=*)(uniqueMember=*)(memberUid=*)(roleOccupant=*))'
const ATTRIBUTES = ['cn', 'member', 'uniqueMember', 'roleOccupant', 'memberUid']

function sidOf(entry: LdapEntry): string | null {
  const [bytes] = entry.buffers('objectSid')
  return bytes ? sidText(bytes) : null
}

/** Why a group is privileged: a built-in one of Active Directory, known by its identifier since its name is translated, or one of the settings. */
function privilegeOf(entry: LdapEntry, name: string, sid: string | null, configured: ReadonlySet<string>): string | null {
  const builtIn = BUILT_IN_GROUPS.find((each) => sid !== null && each.sid.test(sid))
  if (builtIn) return builtIn.name
  return configured.has(normalDn(entry.dn)) || configured.has(name.toLowerCase()) ? name : null
}

/**
 * The groups of the directory and who is in which. The graph of groups is held in memory; on OpenLDAP the members too, because without the overlay
 * `memberof` no entry tells its own groups.
 */
export async function readGroups(session: LdapSession): Promise<Groups> {
  const active = session.root.dialect === 'active_directory'
  const configured = new Set(session.settings.privilegedGroups.map((each) => (each.includes('=') ? normalDn(each) : each.toLowerCase())))
  const groups = new Map<string, Group>()
  const bySid = new Map<string, string>()
  const parents = new Map<string, string[]>()
  const put = (member: string, group: string) => {
    const known = parents.get(member)
    if (known) known.push(group)
    else parents.set(member, [group])
  }

  function take(entry: LdapEntry): void {
    const key = normalDn(entry.dn)
    const name = entry.text('sAMAccountName') ?? entry.text('cn') ?? firstValue(entry.dn)
    const sid = sidOf(entry)
    groups.set(key, { dn: entry.dn, name, sid, privileged: privilegeOf(entry, name, sid, configured) })
    if (sid !== null) bySid.set(sid, key)
    for (const parent of entry.texts('memberOf')) put(key, normalDn(parent))
    for (const member of [...entry.texts('member'), ...entry.texts('uniqueMember'), ...entry.texts('roleOccupant')]) put(normalDn(member), key)
    for (const uid of entry.texts('memberUid')) put(`uid ${uid}`, key)
  }

  // The groups of the whole directory, also when only a part of it is read: an entry of that part may be in any of them.
  for (const base of session.root.bases)
    for await (const page of session.pages(base, active ? AD_FILTER : FILTER, active ? AD_ATTRIBUTES : ATTRIBUTES)) page.forEach(take)

  /** The groups that an entry is in itself. The primary group of Active Directory stands in no list of members: that is how an administrator hides. */
  function direct(entry: LdapEntry): string[] {
    const uid = entry.text('uid')
    const sid = sidOf(entry)
    const primary = entry.text('primaryGroupID')
    const primaryGroup = sid !== null && primary !== null ? bySid.get(sid.replace(/-\d+$/, `-${primary}`)) : undefined
    const named = active
      ? entry.texts('memberOf').map(normalDn)
      : [...(parents.get(normalDn(entry.dn)) ?? []), ...(uid === null ? [] : (parents.get(`uid ${uid}`) ?? []))]
    return [...new Set([...named, ...(primaryGroup === undefined ? [] : [primaryGroup])])]
  }

  return {
    of(entry) {
      const found = new Map<string, Membership>()
      const queue: { key: string; via: Group | null }[] = direct(entry).map((key) => ({ key, via: null }))
      for (let next = queue.shift(); next; next = queue.shift()) {
        const group = groups.get(next.key)
        if (!group || found.has(next.key)) continue
        found.set(next.key, { group, via: next.via })
        for (const key of parents.get(next.key) ?? []) queue.push({ key, via: next.via ?? group })
      }
      return [...found.values()]
    },
  }
}
