const MAX_DEPTH = 64

/** Why PostgreSQL could not store a value from a file, and where in it: a NUL or half a surrogate pair in a text or a key, or nesting over 64. Null when it could. */
export function storageProblem(value: unknown): { path: PropertyKey[]; problem: string } | null {
  return isStorable(value, 0) ? null : findProblem(value, [])
}

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return true
  if (depth >= MAX_DEPTH) return false
  if (Array.isArray(value)) return value.every((inner) => isStorable(inner, depth + 1))
  for (const key in value) if (!isStorable(key, depth) || !isStorable(Reflect.get(value, key), depth + 1)) return false
  return true
}

function findProblem(value: unknown, path: PropertyKey[]): { path: PropertyKey[]; problem: string } | null {
  if (typeof value === 'string') return isStorable(value, 0) ? null : { path, problem: textProblem(value) }
  if (typeof value !== 'object' || value === null) return null
  if (path.length >= MAX_DEPTH) return { path, problem: `is nested more than ${MAX_DEPTH} levels deep` }
  for (const [key, inner] of entriesOf(value)) {
    const problem = findProblem(typeof key === 'string' ? key : '', path) ?? findProblem(inner, [...path, key])
    if (problem) return problem
  }
  return null
}

function entriesOf(value: object): [PropertyKey, unknown][] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value)
}

function textProblem(text: string): string {
  if (text.includes('\u0000')) return 'holds a NUL character, which no real entry does and the register cannot store'
  return 'holds half of a character (a lone surrogate), which the register cannot store'
}

/** At most `length` UTF-16 units of a text, never half of a character; what was cut off shows as an ellipsis. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const kept = text.slice(0, length - 1)
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`
}
