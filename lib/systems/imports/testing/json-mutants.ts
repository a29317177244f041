type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = (string | number)[]

/** Parses a sample, which is JSON by its own word. */
export function jsonOf(text: string): Json {
  const value: Json = JSON.parse(text)
  return value
}

/** Every place inside a value, containers and leaves, from the outside in; the root itself is none. */
export function* placesIn(value: Json, path: Path = []): Generator<Path, void, undefined> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) yield* placesIn(inner, [...path, key])
}

export function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (typeof inner === 'object' && inner !== null ? (Reflect.get(inner, key) as Json) : null), value)
}

/** The value as JSON text with the text `json` in one place. */
export function withValue(value: Json, path: Path, json: string): string {
  const mark = 'place-of-the-other-value'
  const marked = structuredClone(value)
  const holder = valueAt(marked, path.slice(0, -1))
  Reflect.set(Object(holder), path.at(-1) ?? '', mark)
  return JSON.stringify(marked).replace(`"${mark}"`, () => json)
}

/** The value with a member more, first in every object that it holds. */
export function withMember(value: Json, member: string): string {
  return JSON.stringify(value)
    .replaceAll('{}', `{${member}}`)
    .replaceAll(/(^|[:,[])\{"/g, (_all, before: string) => `${before}{${member},"`)
}

/** A list twice as long, each entry twice; of an object, each of its lists. */
export function doubled(value: Json): string {
  if (Array.isArray(value)) return JSON.stringify([...value, ...value])
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, Array.isArray(inner) ? [...inner, ...inner] : inner])))
}
