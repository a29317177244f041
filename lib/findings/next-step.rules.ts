import type { RuleName } from './rules.ts'

type Subject = { rule: RuleName; subjectKey: string; identity: { id: string; name: string } | null; system: { id: string; name: string } | null }

const OF_IDENTITY: Partial<Record<RuleName, string>> = {
  orphaned: 'Assign an owner to',
  no_purpose: 'Declare the purpose of',
  no_expiry: 'Set an expiry for',
  no_environment: 'Declare the environment of',
  expired: 'Renew or offboard',
  stale: 'Offboard or confirm',
  privileged_unreviewed: 'Review',
}

/** The page on which a finding is dealt with, and what the link to it says. */
export function nextStep({ rule, subjectKey, identity, system }: Subject): { label: string; href: string } {
  if (rule === 'no_boundary') return { label: 'Complete this boundary', href: `/policies/boundaries/${subjectKey}` }
  if (rule === 'source_stale' && system) return { label: `Read ${system.name} again`, href: `/systems/${system.id}` }
  if (identity) return { label: `${OF_IDENTITY[rule] ?? 'Open'} ${identity.name}`, href: `/inventory/${identity.id}` }
  return system ? { label: `Open ${system.name}`, href: `/systems/${system.id}` } : { label: 'Open the inventory', href: '/inventory' }
}
