import type { Actor } from '#lib/core/actor.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { SEVERITIES, SEVERITY_FROM, type Severity } from '../rules.ts'
import type { FindingFilter } from '../schemas.ts'

const { sql } = Prisma

/** Where a list of findings reads from: common table expressions before it, the table (alias `f`), and the condition on it. */
export type FindingSource = { ctes: Prisma.Sql; table: Prisma.Sql; where: Prisma.Sql }
export type Conditions = Pick<FindingFilter, 'rule' | 'severity' | 'state' | 'system' | 'owner' | 'class'>

/**
 * The findings of a filter, of what this actor may see. Everything is walked along an index by score; what belongs to one person is few, and found from
 * their identities instead. What is about no identity (a source, a cell of the matrix) is shown to whoever sees everything.
 */
export function findingSource(actor: Actor, filter: Conditions): FindingSource {
  const person = personOf(actor, filter)
  const conditions = [sql`f.state = ${filter.state}`, ...matters(filter)]
  if (seesEverything(actor) && person === null)
    return { ctes: Prisma.empty, table: sql`finding`, where: Prisma.join([...conditions, ...ofIdentity(filter)], ' AND ') }
  const theirs = [visibleIdentities(actor), ...(person === null ? [] : [sql`i.owner_id = ${person}`]), ...identityConditions(filter)]
  const ctes = sql`WITH theirs AS MATERIALIZED (SELECT i.id FROM identity i WHERE ${Prisma.join(theirs, ' AND ')}),
    found AS MATERIALIZED (SELECT f.* FROM theirs JOIN finding f ON f.identity_id = theirs.id WHERE ${Prisma.join(conditions, ' AND ')})`
  return { ctes, table: sql`found`, where: sql`TRUE` }
}

/** Whose findings are asked for; null for anybody's. */
function personOf(actor: Actor, { owner }: Conditions): string | null {
  if (owner === 'me') return actor.kind === 'user' ? actor.userId : ''
  return owner === undefined || owner === 'nobody' ? null : owner
}

function matters({ rule, severity, system }: Conditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (rule.length > 0) conditions.push(sql`f.rule IN (${Prisma.join(rule)})`)
  if (system) conditions.push(sql`f.system_id = ${system}`)
  if (severity.length > 0) conditions.push(scoresOf(severity))
  return conditions
}

/** Scores of these severities: bounds that the index by score can begin and end at, and the gaps between them. */
export function scoresOf(severities: readonly Severity[]): Prisma.Sql {
  const ranges = severities.map((severity) => [SEVERITY_FROM[severity], upTo(severity)] as const)
  const either = ranges.map(([from, to]) => sql`f.score BETWEEN ${from} AND ${to}`)
  return sql`f.score BETWEEN ${Math.min(...ranges.map(([from]) => from))} AND ${Math.max(...ranges.map(([, to]) => to))} AND (${Prisma.join(either, ' OR ')})`
}

function upTo(severity: Severity): number {
  const worse = SEVERITIES[SEVERITIES.indexOf(severity) - 1]
  return worse ? SEVERITY_FROM[worse] - 1 : 100
}

function identityConditions({ owner, class: classes }: Conditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (owner === 'nobody') conditions.push(sql`i.owner_id IS NULL`)
  if (classes.length > 0) conditions.push(sql`i.class IN (${Prisma.join(classes)})`)
  return conditions
}

function ofIdentity(filter: Conditions): Prisma.Sql[] {
  const conditions = identityConditions(filter)
  return conditions.length > 0 ? [sql`EXISTS (SELECT 1 FROM identity i WHERE i.id = f.identity_id AND ${Prisma.join(conditions, ' AND ')})`] : []
}
