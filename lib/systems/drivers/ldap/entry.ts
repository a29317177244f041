import type { Entry } from 'ldapts'

/** An entry as it was read: attributes by name without regard to case, options such as `;binary` left out. */
export type LdapEntry = {
  dn: string
  text(attribute: string): string | null
  texts(attribute: string): string[]
  buffers(attribute: string): Buffer[]
  has(attribute: string): boolean
  isA(objectClass: string): boolean
}

const asArray = (value: Entry[string] | undefined): (Buffer | string)[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
const asText = (value: Buffer | string): string => (typeof value === 'string' ? value : value.toString('utf8'))

/** Attributes that hold bytes: the library would read them as text. */
export const BINARY = [
  'objectGUID',
  'objectSid',
  'userCertificate',
  'userCertificate;binary',
  'tokenGroups',
  'userPassword',
  'msDS-AllowedToActOnBehalfOfOtherIdentity',
]

/** Reads an entry of the library. */
export function entryOf({ dn, ...attributes }: Entry): LdapEntry {
  const values = new Map<string, (Buffer | string)[]>()
  for (const [name, value] of Object.entries(attributes)) {
    const key = name.replace(/;.*$/, '').toLowerCase()
    values.set(key, [...(values.get(key) ?? []), ...asArray(value)])
  }
  const of = (attribute: string) => values.get(attribute.toLowerCase()) ?? []
  const texts = (attribute: string) =>
    of(attribute)
      .map(asText)
      .filter((text) => text !== '')
  const classes = new Set(texts('objectClass').map((each) => each.toLowerCase()))
  return {
    dn,
    texts,
    text: (attribute) => texts(attribute)[0] ?? null,
    buffers: (attribute) =>
      of(attribute)
        .map((value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value))
        .filter((bytes) => bytes.length > 0),
    has: (attribute) => of(attribute).some((value) => value.length > 0),
    isA: (objectClass) => classes.has(objectClass.toLowerCase()),
  }
}
