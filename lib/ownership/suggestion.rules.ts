/** Something that speaks for a person as owner: who, how strongly (the highest decides), and in words. */
export type Evidence = { id: string; name: string; email: string; weight: number; reason: string }
export type Suggestion = { id: string; name: string; email: string; reason: string }

/** What a source's attributes say about people: texts that may name one, with how strongly they would speak for them. */
export type Hint = { text: string; weight: number; reason: string }

const KEYS: readonly { pattern: RegExp; weight: number }[] = [
  { pattern: /owner|maintainer|responsible|steward/i, weight: 90 },
  { pattern: /^(person|sponsor)$/i, weight: 85 },
  { pattern: /contact|e-?mail/i, weight: 80 },
  { pattern: /consented.?by|approved.?by/i, weight: 75 },
  { pattern: /creat(ed|or)|made.?by/i, weight: 70 },
  { pattern: /used.?by|last.?user/i, weight: 65 },
  { pattern: /^(team|squad|group|department)$/i, weight: 60 },
]
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** The hints in an identity's attributes: tags and fields that are called after an owner, a contact, a creator, a user or a team, and addresses in any text. */
export function hintsOf(attributes: Readonly<Record<string, unknown>>): Hint[] {
  return textsOf(attributes).flatMap(({ key, label, text }) => {
    const emails = text.match(EMAIL) ?? []
    const known = KEYS.find(({ pattern }) => pattern.test(key))
    const weight = known?.weight ?? 40
    // Of an ARN or a path, the last part is the name
    const texts = emails.length > 0 ? emails : known ? [text, text.split(/[/:]/).at(-1) ?? text] : []
    return [...new Set(texts.map((each) => each.trim().toLowerCase()))]
      .filter(Boolean)
      .map((each) => ({ text: each, weight, reason: `${label} says ${text.slice(0, 80)}` }))
  })
}

function textsOf(attributes: Readonly<Record<string, unknown>>): { key: string; label: string; text: string }[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (typeof value === 'string') return [{ key, label: `its ${key}`, text: value }]
    if (Array.isArray(value)) return value.flatMap((text) => (typeof text === 'string' ? [{ key, label: `its ${key}`, text }] : []))
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([tag, text]) => (typeof text === 'string' ? [{ key: tag, label: `its tag ${tag}`, text }] : []))
  })
}

/** What the names of a family have in common: all up to the last separator, when that is long enough to mean something. */
export function nameFamily(name: string): string | null {
  const family = /^(.{3,}[-_./:])[^-_./:]+$/.exec(name)?.[1]
  return family ?? null
}

/** The three people for whom the most speaks, each with everything that does, the strongest first. */
export function rankSuggestions(evidence: readonly Evidence[]): Suggestion[] {
  const people = new Map<string, Evidence & { reasons: Set<string> }>()
  for (const one of evidence.toSorted((first, second) => second.weight - first.weight)) {
    const known = people.get(one.id)
    if (known) known.reasons.add(one.reason)
    else people.set(one.id, { ...one, reasons: new Set([one.reason]) })
  }
  return [...people.values()]
    .toSorted((first, second) => second.weight - first.weight || first.name.localeCompare(second.name))
    .slice(0, 3)
    .map(({ id, name, email, reasons }) => ({ id, name, email, reason: [...reasons].join('; ') }))
}
