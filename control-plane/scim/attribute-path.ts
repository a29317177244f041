import { z } from 'zod'
import { ScimError } from './scim-error.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** A path into a person: `name.familyName`, `roles[value eq "approver"].value`. Names are in lower case, because SCIM does not tell cases apart (RFC 7643 §2.1). */
export type AttributePath = { attribute: string; filter: string | null; sub: string | null }

const PATH = /^([a-z$][\w$-]*)(?:\[([^\]]*)\])?(?:\.([a-z$][\w$-]*))?$/i

/** A path, or null for one into an extension of the schema, of which nothing is kept. Throws `invalidPath` for what is no path. */
export function parsePath(text: string): AttributePath | null {
  const path = findPath(text)
  if (!path && !/^urn:/i.test(text)) throw new ScimError('invalidPath', `"${text.slice(0, 100)}" is no path of SCIM`)
  return path
}

/** A path into the core schema of a person, or null for anything else. */
export function findPath(text: string): AttributePath | null {
  const own = text.toLowerCase().startsWith(`${USER.toLowerCase()}:`) ? text.slice(USER.length + 1) : text
  const match = PATH.exec(own.trim())
  return match?.[1] ? { attribute: match[1].toLowerCase(), filter: match[2] ?? null, sub: match[3]?.toLowerCase() ?? null } : null
}

/** A JSON object; its members in the order in which they were sent. */
const JsonObject = z.record(z.string(), z.unknown())

/** A JSON object with its names in lower case. Throws `invalidSyntax` for anything else. */
export function lowerCased(value: unknown, what: string): Record<string, unknown> {
  const parsed = JsonObject.safeParse(value)
  if (!parsed.success) throw new ScimError('invalidSyntax', `${what} is no JSON object`)
  return Object.fromEntries(Object.entries(parsed.data).map(([name, member]) => [name.toLowerCase(), member]))
}

/** Holds a message to the schema that it names (RFC 7643 §3); one that names none is taken as what it is sent as. */
export function requireSchema(schemas: unknown, urn: string): void {
  if (schemas === undefined) return
  const named = [schemas].flat()
  if (!named.some((each) => typeof each === 'string' && each.toLowerCase() === urn.toLowerCase()))
    throw new ScimError('invalidSyntax', `"schemas" has to name ${urn}`)
}
