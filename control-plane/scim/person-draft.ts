import type { ProvisionedPerson } from '#lib/ownership/provisioning/queries.ts'
import { splitName } from './split-name.ts'

/** A person while a request is read: what was, overlaid with what the directory says. The parts of the name are those that it said. */
export type PersonDraft = {
  userName: string | undefined
  active: boolean
  roles: string[]
  said: { displayName?: string; formatted?: string; givenName?: string; familyName?: string }
}

/** What an operation does with an attribute (RFC 7644 §3.5.2). */
export type Verb = 'add' | 'replace' | 'remove'

export const emptyDraft = (): PersonDraft => ({ userName: undefined, active: true, roles: [], said: {} })
export const draftOf = ({ email, active, roles }: ProvisionedPerson): PersonDraft => ({ userName: email, active, roles: [...roles], said: {} })

/** The one name that is kept: how the directory shows the person, else the whole name, else its parts, else what it was, else the address. */
export function nameOf({ said, userName }: PersonDraft, before: string | undefined): string {
  const whole = said.displayName || said.formatted
  if (whole) return whole
  if (!said.givenName && !said.familyName) return before ?? userName ?? ''
  const was = splitName(before ?? '')
  return [said.givenName ?? was.givenName, said.familyName ?? was.familyName].filter(Boolean).join(' ')
}
