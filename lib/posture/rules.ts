import { filterSearch } from '#lib/inventory/filter.rules.ts'
import type { IdentityFilter } from '#lib/inventory/schemas.ts'

/** A number of identities, with the inventory's query string that lists exactly these. */
export type Figure = { count: number; search: string }

export function figure(count: number, filter: Partial<IdentityFilter>): Figure {
  return { count, search: filterSearch(filter) }
}

/** How much of a whole, between 0 and 1; null of nothing, which is neither good nor bad. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
