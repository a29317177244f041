import type { IdentityClass } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { FINDING_RULES } from '../detect/all-rules.ts'
import type { FindingState, RuleName, ScoreLine, Severity } from '../rules.ts'

const { sql } = Prisma

type Named = { id: string; name: string }

export type FindingRow = {
  id: string
  rule: RuleName
  /** What the rule is called. */
  title: string
  /** What it is about, in words: the name of an identity, of a system, of a cell of the matrix, of a place. */
  about: string
  identity: (Named & { class: IdentityClass }) | null
  system: Named | null
  owner: Named | null
  severity: Severity
  score: number
  state: FindingState
  openedAt: Date
  closedAt: Date | null
  until: Date | null
  reason: string | null
  decidedBy: string | null
}

export type FindingFacts = {
  subjectKey: string
  credentialId: string | null
  evidence: Record<string, unknown>
  arithmetic: ScoreLine[]
}

type Flat = Omit<FindingRow, 'title' | 'about' | 'identity' | 'system' | 'owner'> & {
  subjectKey: string
  identityId: string | null
  identityName: string | null
  identityClass: IdentityClass | null
  systemId: string | null
  systemName: string | null
  ownerId: string | null
  ownerName: string | null
  place: string | null
}

/** Columns of a row, over `f` and `FINDING_JOINS`. */
export const FINDING_COLUMNS = sql`f.id, f.rule, f.subject_key AS "subjectKey", f.severity, f.score, f.state, f.opened_at AS "openedAt", f.closed_at AS "closedAt", f.until, f.reason,
  coalesce(d.name, f.decided_by) AS "decidedBy", i.id AS "identityId", i.name AS "identityName", i.class AS "identityClass", s.id AS "systemId", s.name AS "systemName",
  u.id AS "ownerId", u.name AS "ownerName", coalesce(e.path, e.source) AS place`
export const FINDING_JOINS = sql`LEFT JOIN identity i ON i.id = f.identity_id LEFT JOIN system s ON s.id = f.system_id LEFT JOIN app_user u ON u.id = i.owner_id
  LEFT JOIN app_user d ON 'user:' || d.id = f.decided_by LEFT JOIN exposure e ON e.id = f.exposure_id`

/** A row as screens get it. */
export function findingRow(flat: Flat): FindingRow {
  const {
    id,
    rule,
    severity,
    score,
    state,
    openedAt,
    closedAt,
    until,
    reason,
    decidedBy,
    identityId,
    identityName,
    identityClass,
    systemId,
    systemName,
    ownerId,
    ownerName,
  } = flat
  return {
    id,
    rule,
    title: FINDING_RULES[rule].title,
    about: identityName ?? flat.place ?? (rule === 'no_boundary' ? cellInWords(flat.subjectKey) : (systemName ?? flat.subjectKey)),
    identity: identityId && identityName && identityClass ? { id: identityId, name: identityName, class: identityClass } : null,
    system: systemId && systemName ? { id: systemId, name: systemName } : null,
    owner: ownerId && ownerName ? { id: ownerId, name: ownerName } : null,
    severity,
    score,
    state,
    openedAt,
    closedAt,
    until,
    reason,
    decidedBy,
  }
}
export type FlatFinding = Flat

const cellInWords = (key: string) => key.replaceAll('_', ' ').replace('/', ' in ')
