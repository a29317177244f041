import type { Condition } from '#lib/ownership/provisioning/schemas.ts'
import { findPath } from './attribute-path.ts'
import { type Comparison, parseFilter } from './parse-filter.ts'
import { ScimError } from './scim-error.ts'

/** A filter over people as conditions of the register. Throws `invalidFilter` for attributes by which nobody can be found. */
export function peopleConditions(filter: string | undefined): Condition[] {
  return filter === undefined || filter.trim() === '' ? [] : parseFilter(filter).map(conditionOf)
}

function conditionOf({ attribute, value }: Comparison): Condition {
  const name = findPath(attribute)?.attribute
  switch (name) {
    case 'username':
    case 'emails':
      return { field: 'email', value: text(attribute, value) }
    case 'id':
      return { field: 'id', value: text(attribute, value) }
    case 'externalid':
      return { field: 'unknown', value: text(attribute, value) }
    case 'active':
      return { field: 'active', value: truth(value) }
    default:
      throw new ScimError('invalidFilter', `People are found by userName, emails, id, externalId and active, not by ${attribute}`)
  }
}

function text(attribute: string, value: unknown): string {
  // A NUL is in no address, and no text of PostgreSQL
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD')
  throw new ScimError('invalidFilter', `${attribute} is a text: write its value in double quotes`)
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw new ScimError('invalidFilter', 'active is true or false')
}
