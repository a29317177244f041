/**
 * A distinguished name in the form in which two spellings of one name are the same text: lower case, no blanks around its separators (RFC 4514).
 * Directories write the names that they hand out in one way; this is for names that people entered.
 */
export function normalDn(dn: string): string {
  return dn
    .trim()
    .replace(/(?<!\\)\s*([,=+])\s*/g, '$1')
    .toLowerCase()
}

/** Whether an entry is `base` or lies below it. */
export function isBelow(dn: string, base: string): boolean {
  const [inner, outer] = [normalDn(dn), normalDn(base)]
  return inner === outer || inner.endsWith(`,${outer}`)
}

/** The bases without those that lie below another: each entry is found once. */
export function topmost(bases: readonly string[]): string[] {
  return bases.filter((base, index) => !bases.some((other, at) => at !== index && isBelow(base, other) && (normalDn(base) !== normalDn(other) || at < index)))
}

/** The value of the first part of a name: `svc` of `cn=svc,dc=ex`. */
export function firstValue(dn: string): string {
  const part = /^[^=]*=((?:\\.|[^,\\])*)/.exec(dn)?.[1] ?? dn
  return part.replace(/\\([,+"\\<>;=# ])/g, '$1').trim() || dn
}
