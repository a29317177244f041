/** A SPIFFE ID in its parts; `path` is '' for the trust domain itself, or begins with a slash. */
export type SpiffeId = { trustDomain: string; path: string }

const SCHEME = 'spiffe://'
/** SPIFFE-ID §2: 2,048 bytes must be supported, and the trust domain has at most 255. */
const LONGEST = 2_048
const LONGEST_TRUST_DOMAIN = 255

/** What is wrong with a text as a SPIFFE ID (SPIFFE-ID §2.1 to §2.4), as the rest of a sentence after its name; null when it is one. Nothing is normalised: upper case in the scheme or the trust domain is refused. */
export function spiffeIdProblem(text: string): string | null {
  if (text === '') return 'must not be empty'
  if (!text.startsWith(SCHEME)) return 'must begin with spiffe://'
  const slash = text.indexOf('/', SCHEME.length)
  const trustDomain = text.slice(SCHEME.length, slash < 0 ? undefined : slash)
  return (
    trustDomainProblem(trustDomain) ?? (slash < 0 ? null : pathProblem(text.slice(slash))) ?? (text.length > LONGEST ? 'must have at most 2048 bytes' : null)
  )
}

/** The parts of a SPIFFE ID, or null when the text is none. */
export function parseSpiffeId(text: string): SpiffeId | null {
  if (spiffeIdProblem(text) !== null) return null
  const slash = text.indexOf('/', SCHEME.length)
  return slash < 0 ? { trustDomain: text.slice(SCHEME.length), path: '' } : { trustDomain: text.slice(SCHEME.length, slash), path: text.slice(slash) }
}

/** The text of a SPIFFE ID out of its parts. The inverse of `parseSpiffeId`. */
export function formatSpiffeId({ trustDomain, path }: SpiffeId): string {
  return `${SCHEME}${trustDomain}${path}`
}

/** What is wrong with the name of a trust domain (SPIFFE-ID §2.1), or null. */
export function trustDomainProblem(name: string): string | null {
  if (name === '') return 'must name a trust domain'
  if (!/^[a-z0-9._-]+$/.test(name)) return 'must have a trust domain of lower-case letters, digits, dots, dashes and underscores'
  return name.length > LONGEST_TRUST_DOMAIN ? 'must have a trust domain of at most 255 characters' : null
}

function pathProblem(path: string): string | null {
  const segments = path.slice(1).split('/')
  if (segments.some((segment, index) => segment === '' && index < segments.length - 1)) return 'must have no empty segment in its path'
  if (segments.at(-1) === '') return 'must not end in a slash'
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'must have no segment . or .. in its path'
  if (!segments.every((segment) => /^[A-Za-z0-9._-]+$/.test(segment))) return 'must have path segments of letters, digits, dots, dashes and underscores'
  return null
}
