/** One station of a path: the identity that it starts at, an identity that is acted as, or what may be done in the end. */
export type Hop =
  | { what: 'identity'; id: string; name: string; detail: string | null }
  | { what: 'trust'; id: string; name: string; detail: string | null; kind: string; systemName: string }
  | { what: 'entitlement'; id: string; name: string; detail: string | null; action: string }

const VERBS: Record<string, string> = {
  assume: 'may assume',
  impersonate: 'may impersonate',
  federate: 'is accepted as',
  member: 'is a member of',
  administer: 'may hand out credentials of',
}

/** What a trust lets its principal do, as a verb. */
export const trustVerb = (kind: string): string => VERBS[kind] ?? 'may act as'

/** A path as one sentence: "ci signs in with access key, may assume deploy (when …), which may SELECT on orders (direct)". */
export function pathInWords(hops: readonly Hop[]): string {
  const parts = hops.map((hop) => {
    switch (hop.what) {
      case 'identity':
        return hop.detail ? `${hop.name} signs in with ${hop.detail}` : hop.name
      case 'trust':
        return `${trustVerb(hop.kind)} ${hop.name} on ${hop.systemName}${hop.detail ? ` (when ${hop.detail})` : ''}`
      case 'entitlement':
        return `may ${hop.action} on ${hop.name}${hop.detail ? ` (${hop.detail})` : ''}`
    }
  })
  return `${parts.join(', which ').replace(', which ', parts.length > 1 && hops[0]?.what === 'identity' ? ', and ' : ', which ')}.`
}
