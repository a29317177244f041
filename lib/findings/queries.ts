import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { FindingId, IdentityId } from '#lib/core/ids.ts'
import type { Page } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { type CappedCount, COUNT_CAP } from '#lib/inventory/rules.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { FINDING_RULES } from './detect/all-rules.ts'
import { type FrameworkControl, RULE_CONTROLS } from './frameworks.ts'
import { countFound } from './queries/count-found.ts'
import { findingLines } from './queries/export-findings.ts'
import { type FindingDecision, decisionsAbout } from './queries/finding-decisions.ts'
import { FINDING_COLUMNS, FINDING_JOINS, type FindingFacts, type FindingRow, findingRow, type FlatFinding } from './queries/finding-row.ts'
import { findingSource, scoresOf } from './queries/finding-source.ts'
import { walkFindings } from './queries/walk-findings.ts'
import { RULE_NAMES, type RuleName, SEVERITIES, type Severity } from './rules.ts'
import { FindingById, FindingFilter, FindingsOfIdentity } from './schemas.ts'

const { sql } = Prisma
const PAGE_SIZE = 50
/** Findings of one identity that its page shows; there are few, one per rule and credential. */
const OF_IDENTITY = 100

/** A page of findings under a filter, the worst first. */
export const listFindings = query({
  permission: 'findings.read',
  input: FindingFilter,
  async run({ pool, actor }, filter): Promise<Page<FindingRow>> {
    return walkFindings(pool, findingSource(actor, filter), filter.cursor, PAGE_SIZE)
  },
})

export type FindingCounts = {
  total: CappedCount
  /** Of each rule and of each severity, whatever of them is chosen. */
  rules: ({ rule: RuleName; title: string } & CappedCount)[]
  severities: ({ severity: Severity } & CappedCount)[]
}

/** How many findings the filter leaves, and how many of each rule and severity it would with another choice of these; each counted up to 1,000. */
export const countFindings = query({
  permission: 'findings.read',
  input: FindingFilter,
  async run({ pool, actor }, filter): Promise<FindingCounts> {
    const none = { count: 0, capped: false }
    const [chosen, byRule, bySeverity] = await Promise.all([
      countFound(pool, findingSource(actor, filter), [sql`TRUE`], COUNT_CAP),
      countFound(
        pool,
        findingSource(actor, { ...filter, rule: [] }),
        RULE_NAMES.map((rule) => sql`f.rule = ${rule}`),
        COUNT_CAP,
      ),
      countFound(
        pool,
        findingSource(actor, { ...filter, severity: [] }),
        SEVERITIES.map((severity) => scoresOf([severity])),
        COUNT_CAP,
      ),
    ])
    return {
      total: chosen[0] ?? none,
      rules: RULE_NAMES.map((rule, index) => ({ rule, title: FINDING_RULES[rule].title, ...(byRule[index] ?? none) })),
      severities: SEVERITIES.map((severity, index) => ({ severity, ...(bySeverity[index] ?? none) })),
    }
  },
})

/** The filter's findings on all pages as lines of CSV. Read it to the end or stop early: either frees its connection. */
export const exportFindings = query({
  permission: 'findings.read',
  input: FindingFilter,
  async run(context, filter) {
    return findingLines(context, filter)
  },
})

export type FindingPage = FindingRow &
  FindingFacts & {
    words: { what: string; why: string; todo: string }
    controls: readonly FrameworkControl[]
    decisions: FindingDecision[]
  }

/** One finding with its evidence, its arithmetic, the controls that it touches, and what people decided about it. Throws `not_found` for one that this actor may not see. */
export const showFinding = query({
  permission: 'findings.read',
  input: FindingById,
  async run({ pool, actor }, { id }): Promise<FindingPage> {
    const visible = seesEverything(actor) ? sql`TRUE` : sql`i.id IS NOT NULL AND ${visibleIdentities(actor)}`
    const statement = sql`SELECT ${FINDING_COLUMNS}, f.credential_id AS "credentialId", f.evidence, f.arithmetic FROM finding f ${FINDING_JOINS} WHERE f.id = ${id} AND ${visible}`
    const [flat] = FindingId.safeParse(id).success ? (await pool.query<FlatFinding & FindingFacts>(statement)).rows : []
    if (!flat) throw new TenureError('not_found', 'There is no such finding, or it is not about one of your identities')
    const { what, why, todo } = FINDING_RULES[flat.rule]
    const { subjectKey, credentialId, evidence, arithmetic } = flat
    return {
      ...findingRow(flat),
      subjectKey,
      credentialId,
      evidence,
      arithmetic,
      words: { what, why, todo },
      controls: RULE_CONTROLS[flat.rule],
      decisions: await decisionsAbout(pool, id),
    }
  },
})

/** What is found about one identity and not closed, the worst first. Empty for an identity that this actor may not see. */
export const findingsOfIdentity = query({
  permission: 'findings.read',
  input: FindingsOfIdentity,
  async run({ pool, actor }, { identityId }): Promise<FindingRow[]> {
    if (!IdentityId.safeParse(identityId).success) return []
    const { rows } = await pool.query<FlatFinding>(sql`
      SELECT ${FINDING_COLUMNS} FROM finding f ${FINDING_JOINS}
       WHERE f.identity_id = ${identityId} AND f.state IN ('open', 'accepted', 'snoozed') AND i.id IS NOT NULL AND ${visibleIdentities(actor)}
       ORDER BY f.state <> 'open', f.score DESC, f.id LIMIT ${OF_IDENTITY}`)
    return rows.map(findingRow)
  },
})
