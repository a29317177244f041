import canonicalize from 'canonicalize'

/** The one byte sequence of a JSON value (RFC 8785, JSON Canonicalization Scheme). Dates are written as ISO instants first. Throws on what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('This value has no JSON form')
  return text
}
