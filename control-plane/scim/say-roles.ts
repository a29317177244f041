import type { AttributePath } from './attribute-path.ts'
import { parseFilter } from './parse-filter.ts'
import type { PersonDraft, Verb } from './person-draft.ts'
import { ScimError } from './scim-error.ts'

/**
 * Says the roles of a person: adds to them, replaces them or takes some away. A path may choose one by its value, `roles[value eq "approver"]`; where
 * nobody holds it there is nothing to replace (`noTarget`, RFC 7644 §3.5.2.3). Other choices, as `roles[primary eq "True"]`, mean all of them.
 */
export function sayRoles(draft: PersonDraft, verb: Verb, { filter }: AttributePath, value: unknown): void {
  const given = valuesOf(value)
  const chosen = filter === null ? null : chosenRole(filter)
  if (verb === 'add') draft.roles = [...new Set([...draft.roles, ...given])]
  else if (chosen !== null) {
    if (verb === 'replace' && !draft.roles.includes(chosen)) throw new ScimError('noTarget', `This person does not have the role ${chosen}`)
    draft.roles = draft.roles.filter((role) => role !== chosen).concat(verb === 'replace' ? given : [])
  } else if (verb === 'replace') draft.roles = given
  else draft.roles = given.length > 0 ? draft.roles.filter((role) => !given.includes(role)) : []
}

function chosenRole(filter: string): string | null {
  const [comparison] = parseFilter(filter)
  return comparison?.attribute === 'value' ? String(comparison.value).toLowerCase() : null
}

/** The values of roles in each shape that directories send: a word, an object with `value`, or a list of them. */
function valuesOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  return [value].flat().map((each: unknown) => {
    const word = typeof each === 'object' && each !== null && 'value' in each ? each.value : each
    if (typeof word !== 'string') throw new ScimError('invalidValue', 'A role is a text, or an object with a "value"')
    return word.trim().toLowerCase()
  })
}
