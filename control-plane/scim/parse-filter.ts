import { ScimError } from './scim-error.ts'

/** One comparison of a filter: an attribute (in lower case, as it was written) that equals a value. */
export type Comparison = { attribute: string; value: string | number | boolean | null }

const TERM = /^\s*([a-z$][\w.:$-]*(?:\[[^\]]*\])?(?:\.[\w$-]+)?)\s+([a-z]{2})(?:\s+("(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?))?(?=\s|$)/i
const AND = /^\s+and\s+/i

/**
 * A filter (RFC 7644 §3.4.2.2) as its comparisons, all of which have to hold. Of the grammar `eq` and `and` are known, which is what directories send;
 * everything else is refused as `invalidFilter`, never passed over.
 */
export function parseFilter(text: string): Comparison[] {
  const comparisons: Comparison[] = []
  for (let rest = text; ; ) {
    const match = TERM.exec(rest)
    if (!match?.[1] || !match[2]) throw refused(`"${rest.trim().slice(0, 100)}" is no comparison`)
    if (match[2].toLowerCase() !== 'eq' || match[3] === undefined) throw refused(`The operator ${match[2]} is not known`)
    comparisons.push({ attribute: match[1].toLowerCase(), value: readValue(match[3]) })
    rest = rest.slice(match[0].length)
    if (rest.trim() === '') return comparisons
    const and = AND.exec(rest)
    if (!and) throw refused(`"${rest.trim().slice(0, 100)}" cannot follow a comparison`)
    rest = rest.slice(and[0].length)
  }
}

/** A value of a filter: JSON, with its words in any case. */
function readValue(text: string): string | number | boolean | null {
  try {
    return JSON.parse(text.startsWith('"') ? text : text.toLowerCase())
  } catch {
    throw refused(`${text.slice(0, 100)} is no value`)
  }
}

const refused = (why: string) => new ScimError('invalidFilter', `${why}. A filter is made of: attribute eq "value", joined by and`)
