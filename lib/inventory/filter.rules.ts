import { ENVIRONMENTS, IDENTITY_CLASS_LABELS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { IdentityFilter, LIFECYCLES } from './schemas.ts'

type Option = { value: string; label: string }
type Parameter =
  | 'class'
  | 'system'
  | 'owner'
  | 'team'
  | 'sponsor'
  | 'environment'
  | 'governed'
  | 'missing'
  | 'has'
  | 'expiry'
  | 'lastUsed'
  | 'privileged'
  | 'lifecycle'
  | 'state'

/** One thing the inventory is filtered by. Read out with its choice it is a clause: field, verb, value. */
export type FilterField = { id: Parameter; field: string; verb?: string; options: readonly Option[]; multiple?: boolean }
export type Named = { id: string; name: string }
export type FilterNames = { systems: readonly Named[]; people: readonly Named[]; teams?: readonly Named[] }

const YES_NO = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
]
const PARTS = [
  { value: 'owner', label: 'an owner' },
  { value: 'purpose', label: 'a purpose' },
  { value: 'environment', label: 'an environment' },
  { value: 'expiry', label: 'an expiry' },
]

/** Everything the inventory can be filtered by, with the systems, people and teams that can be chosen. */
export function filterFields({ systems, people, teams = [] }: FilterNames): FilterField[] {
  const named = ({ id, name }: Named) => ({ value: id, label: name })
  return [
    { id: 'class', field: 'class', multiple: true, options: IDENTITY_CLASSES.map((value) => ({ value, label: IDENTITY_CLASS_LABELS[value] })) },
    { id: 'system', field: 'system', options: systems.map(named) },
    { id: 'owner', field: 'owner', options: [{ value: 'nobody', label: 'nobody' }, { value: 'me', label: 'me' }, ...people.map(named)] },
    { id: 'team', field: 'team', options: teams.map(named) },
    { id: 'sponsor', field: 'sponsor', options: [{ value: 'me', label: 'me' }, ...people.map(named)] },
    { id: 'environment', field: 'environment', multiple: true, options: ENVIRONMENTS.map((value) => ({ value, label: value })) },
    { id: 'governed', field: 'governed', options: YES_NO },
    { id: 'missing', field: 'is missing', verb: '', options: PARTS },
    { id: 'has', field: 'has', verb: '', options: PARTS },
    {
      id: 'expiry',
      field: 'expiry',
      options: [
        { value: 'expired', label: 'past' },
        { value: '30d', label: 'within 30 days' },
        { value: 'none', label: 'not set' },
      ],
    },
    {
      id: 'lastUsed',
      field: 'last used',
      verb: '',
      options: [
        { value: '30d', label: 'within 30 days' },
        { value: 'not-90d', label: 'before 90 days' },
        { value: 'unknown', label: 'unknown: the source does not say' },
      ],
    },
    { id: 'privileged', field: 'privileged', options: YES_NO },
    { id: 'lifecycle', field: 'lifecycle', options: LIFECYCLES.map((value) => ({ value, label: value })) },
    {
      id: 'state',
      field: 'state',
      options: [
        { value: 'vanished', label: 'gone from its system' },
        { value: 'all', label: 'present or gone' },
      ],
    },
  ]
}

export type Clause = { param: string; text: string }

/** The filter as clauses of a sentence: "owner is nobody", "last used before 90 days". What is not set says nothing. */
export function filterClauses(filter: IdentityFilter, names: FilterNames): Clause[] {
  const search: Clause[] = filter.q ? [{ param: 'q', text: `text has ${filter.q.split(' ').join(' and ')}` }] : []
  const chosen = filterFields(names).flatMap(({ id, field, verb = 'is', options }) => {
    if (id === 'state' && filter.state === 'present') return []
    const values = [filter[id] ?? []].flat()
    const words = values.map((value) => options.find((option) => option.value === value)?.label ?? value)
    return words.length > 0 ? [{ param: id, text: [field, verb, words.join(' or ')].filter(Boolean).join(' ') }] : []
  })
  return [...search, ...chosen]
}

const DEFAULTS = IdentityFilter.parse({})

/** The filter as a query string, in one order whatever order it was made in, without what is the default anyway. */
export function filterSearch(filter: Partial<IdentityFilter>): string {
  const search = new URLSearchParams()
  for (const name of IdentityFilter.keyof().options) {
    const value = filter[name]
    if (value === undefined || value === DEFAULTS[name]) continue
    if (name === 'cols') {
      if (filter.cols && filter.cols.length > 0) search.set('cols', filter.cols.join(','))
    } else for (const one of [value].flat()) search.append(name, one)
  }
  return search.toString()
}

/** The inventory's address under a filter. */
export function inventoryHref(filter: Partial<IdentityFilter>): string {
  const search = filterSearch(filter)
  return search ? `/inventory?${search}` : '/inventory'
}
