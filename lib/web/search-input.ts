/** The query string of a request as a page gets it: a repeated parameter is a list. */
export function searchInput(url: string): Record<string, string | string[]> {
  const search = new URL(url).searchParams
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name).length > 1 ? search.getAll(name) : (search.get(name) ?? '')]))
}
