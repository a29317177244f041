/** What stands in a list's URL, as Next's `searchParams` give it. */
export type ListQuery = Record<string, string | string[] | undefined>

/** Changes to a list's URL; null or an empty list takes a parameter out. */
export type ListChanges = Record<string, string | readonly string[] | null>

/** All values of a parameter; none when it is absent. */
export function valuesOf(query: ListQuery, key: string): string[] {
  const value = query[key]
  return (Array.isArray(value) ? value : [value]).filter((entry): entry is string => entry !== undefined && entry !== '')
}

/** The first value of a parameter, or ''. */
export const valueOf = (query: ListQuery, key: string): string => valuesOf(query, key)[0] ?? ''

/** The query after `changes`. Whatever changes, the list starts again at its first page, unless the change is the cursor itself. */
export function changeQuery(query: ListQuery, changes: ListChanges): ListQuery {
  const merged: Record<string, string | readonly string[] | null | undefined> = { ...query, cursor: undefined, ...changes }
  const changed: ListQuery = {}
  for (const [key, value] of Object.entries(merged)) {
    const values = [value].flat().filter((entry): entry is string => typeof entry === 'string' && entry !== '')
    if (values.length > 0) changed[key] = values.length === 1 ? values[0] : values
  }
  return changed
}

/** The address of a list: path and query, values of one parameter repeated (`?class=server&class=workload`). */
export function listHref(pathname: string, query: ListQuery, changes: ListChanges = {}): string {
  const search = new URLSearchParams()
  const changed = changeQuery(query, changes)
  for (const key of Object.keys(changed)) for (const value of valuesOf(changed, key)) search.append(key, value)
  const text = search.toString()
  return text ? `${pathname}?${text}` : pathname
}
