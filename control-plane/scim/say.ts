import { type AttributePath, findPath, lowerCased } from './attribute-path.ts'
import type { PersonDraft, Verb } from './person-draft.ts'
import { sayRoles } from './say-roles.ts'
import { ScimError } from './scim-error.ts'

const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups'])
/** Attributes of the core schema (RFC 7643 §4.1, §3.1) that directories send and the register has no use for. The address is userName alone. */
const NOT_KEPT = new Set(
  'externalid emails nickname profileurl title usertype preferredlanguage locale timezone password phonenumbers ims photos addresses entitlements x509certificates'.split(
    ' ',
  ),
)
const KEPT = new Set(['username', 'active', 'displayname', 'name', 'roles'])
const PARTS = { formatted: 'formatted', givenname: 'givenName', familyname: 'familyName' } as const

/** Says one attribute of a person. Throws `mutability` for what only Tenure sets, `invalidPath` for what SCIM does not know, `invalidValue`. */
export function say(draft: PersonDraft, verb: Verb, path: AttributePath, value: unknown): void {
  const { attribute } = path
  if (READ_ONLY.has(attribute)) throw new ScimError('mutability', `${attribute} cannot be written`)
  if (NOT_KEPT.has(attribute)) return
  switch (attribute) {
    case 'username':
      requireValue(verb, 'userName')
      draft.userName = text('userName', value)
      return
    case 'active':
      requireValue(verb, 'active')
      draft.active = truth(value)
      return
    case 'displayname':
      draft.said.displayName = verb === 'remove' ? '' : text('displayName', value)
      return
    case 'name':
      return sayName(draft, verb, path, value)
    case 'roles':
      return sayRoles(draft, verb, path, value)
    default:
      throw new ScimError('invalidPath', `A user has no attribute ${attribute}`)
  }
}

/** Says every member of an object: the body of a request, or the value of an operation without a path. What cannot be written there is passed over (RFC 7644 §3.5.1). */
export function sayAll(draft: PersonDraft, verb: Verb, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    const path = findPath(name)
    if (path && KEPT.has(path.attribute)) say(draft, verb, path, value)
  }
}

function sayName(draft: PersonDraft, verb: Verb, { sub }: AttributePath, value: unknown): void {
  if (sub === null) {
    for (const [name, part] of Object.entries(value === undefined || value === null ? {} : lowerCased(value, 'name')))
      sayName(draft, verb, { attribute: 'name', filter: null, sub: name }, part)
    return
  }
  const part = PARTS[sub as keyof typeof PARTS]
  if (part && verb !== 'remove') draft.said[part] = text(`name.${part}`, value)
}

function requireValue(verb: Verb, attribute: string): void {
  if (verb === 'remove') throw new ScimError('mutability', `${attribute} cannot be removed`)
}

function text(attribute: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') throw new ScimError('invalidValue', `${attribute} is a text`)
  return value.trim()
}

/** Entra sends booleans as the words "True" and "False". */
function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw new ScimError('invalidValue', 'active is true or false')
}
