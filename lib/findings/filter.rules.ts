import { IDENTITY_CLASS_LABELS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { FINDING_STATES, SEVERITIES } from './rules.ts'

type Option = { value: string; label: string }
type Named = { id: string; name: string }
export type FindingFilterField = {
  id: 'rule' | 'severity' | 'state' | 'system' | 'owner' | 'class'
  field: string
  options: readonly Option[]
  multiple?: boolean
}
export type FindingFilterNames = { rules: readonly { rule: string; title: string }[]; systems: readonly Named[]; people: readonly Named[] }

/** Everything that findings can be filtered by, with the systems and people that can be chosen. */
export function findingFilterFields({ rules, systems, people }: FindingFilterNames): FindingFilterField[] {
  const named = ({ id, name }: Named) => ({ value: id, label: name })
  const plain = (value: string) => ({ value, label: value })
  return [
    { id: 'state', field: 'state', options: FINDING_STATES.map(plain) },
    { id: 'severity', field: 'severity', multiple: true, options: SEVERITIES.map(plain) },
    { id: 'rule', field: 'rule', multiple: true, options: rules.map(({ rule, title }) => ({ value: rule, label: title })) },
    { id: 'system', field: 'system', options: systems.map(named) },
    { id: 'owner', field: 'owner', options: [{ value: 'nobody', label: 'nobody' }, { value: 'me', label: 'me' }, ...people.map(named)] },
    { id: 'class', field: 'class', multiple: true, options: IDENTITY_CLASSES.map((value) => ({ value, label: IDENTITY_CLASS_LABELS[value] })) },
  ]
}
