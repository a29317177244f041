import { IDENTITY_CLASS_LABELS, type IdentityClass } from '#lib/core/identity-class.ts'

type Values = Readonly<Record<string, unknown>>
export type PeopleNames = ReadonlyMap<string, string>

/** What happened to an identity, when, through whom and why, in words. `action` is the audit action, or `discovery` for what a source said. */
export type HistoryItem = { id: string; at: Date; who: string; action: string; reason: string | null; changes: string[] }

const LABELS: Record<string, string> = {
  ownerId: 'owner',
  purpose: 'purpose',
  environment: 'environment',
  expiresAt: 'expiry',
  backupIds: 'backups',
  teamId: 'team',
  sponsorId: 'sponsor',
  lifecycle: 'lifecycle',
  class: 'class',
  sourceExpiresAt: 'expiry at the source',
  name: 'name',
}
const TURNS: Record<string, readonly [yes: string, no: string]> = {
  enabled: ['enabled at the source', 'disabled at the source'],
  privileged: ['became privileged', 'is no longer privileged'],
  vanishedAt: ['gone from its system', 'back on its system'],
}

/** What changed between two states of an identity, one line each. Fields that nobody governs by are left out. */
export function changesInWords(before: Values | null, after: Values | null, people: PeopleNames): string[] {
  if (!before) return ['entered the register']
  if (!after) return ['left the register']
  const changed = Object.keys({ ...before, ...after }).filter((field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null))
  return changed.flatMap((field) => {
    const turn = TURNS[field]
    if (turn) return [after[field] ? turn[0] : turn[1]]
    const label = LABELS[field]
    return label
      ? [`${label} ${label === 'backups' ? 'are' : 'is'} now ${inWords(field, after[field], people)} (was ${inWords(field, before[field], people)})`]
      : []
  })
}

/** Fields that hold ids of people and teams: one, several, or none. */
const NAMING = new Set(['ownerId', 'sponsorId', 'teamId', 'backupIds'])

function namesOf(value: unknown, people: PeopleNames): string {
  const ids = [value ?? []].flat().map(String)
  return ids.map((id) => people.get(id) ?? id).join(', ') || 'nobody'
}

function inWords(field: string, value: unknown, people: PeopleNames): string {
  if (NAMING.has(field)) return namesOf(value, people)
  if (value === null || value === undefined) return 'not set'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  switch (field) {
    case 'expiresAt':
    case 'sourceExpiresAt':
      return text.slice(0, 10)
    case 'class':
      return IDENTITY_CLASS_LABELS[text as IdentityClass] ?? text
    case 'purpose':
      return `“${text}”`
    default:
      return text
  }
}
