/** A fact of a finding's evidence for a screen: an instant, a list, or words. */
export type EvidenceItem = { term: string; instant: Date } | { term: string; list: string[] } | { term: string; text: string }

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Evidence as terms and details, in the order in which its rule gives it: `lastUsedAt` becomes "Last used". */
export function evidenceItems(evidence: Readonly<Record<string, unknown>>): EvidenceItem[] {
  return Object.entries(evidence).map(([name, value]) => {
    const term = termOf(name)
    if (Array.isArray(value)) return { term, list: value.map(String) }
    if (typeof value === 'string' && INSTANT.test(value)) return { term, instant: new Date(value) }
    if (typeof value === 'number')
      return term.endsWith(' days') ? { term: term.slice(0, -5), text: `${value} days` } : { term, text: value.toLocaleString('en') }
    return { term, text: String(value) }
  })
}

function termOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  return sentence.endsWith(' at') ? sentence.slice(0, -3) : sentence
}
