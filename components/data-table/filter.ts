import { valuesOf, type ListQuery } from './list-query.ts'

export type FilterOption = { value: string; label: string }

/** One thing a list can be filtered by; read out with its choice it is a clause: "environment is production or staging". */
export type Filter = {
  /** The parameter in the URL. */
  id: string
  /** In lower case, as it stands in the sentence: "owner". */
  field: string
  /** Between field and value: "is" unless said otherwise ("before", "has"). */
  verb?: string
  options: readonly FilterOption[]
  /** Several values, joined by "or". */
  multiple?: boolean
}

/** The value part of a filter's clause, or null when it is not set. Values that the list does not know stand as they are. */
export function filterWords(filter: Filter, query: ListQuery): string | null {
  const labels = valuesOf(query, filter.id).map((value) => filter.options.find((option) => option.value === value)?.label ?? value)
  return labels.length > 0 ? labels.join(' or ') : null
}
