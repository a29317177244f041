import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { IdentityFilter, Stewardship } from '../schemas.ts'
import { visibleIdentities } from './visible-identities.ts'

const { sql } = Prisma
type Conditions = Partial<IdentityFilter>

const COLUMN_OF: Record<Stewardship, Prisma.Sql> = {
  owner: sql`i.owner_id`,
  purpose: sql`i.purpose`,
  environment: sql`i.environment`,
  expiry: sql`i.expires_at`,
}

/** The condition on identities (alias `i`) of a filter: what it asks for, of what this actor may see. */
export function matchingIdentities(actor: Actor, filter: Conditions, now: Date): Prisma.Sql {
  const conditions = [
    visibleIdentities(actor),
    ...stateOf(filter),
    ...wordsOf(filter),
    ...factsOf(filter),
    ...stewardshipOf(actor, filter),
    ...timesOf(filter, now),
  ]
  return Prisma.join(conditions, ' AND ')
}

function stateOf({ state = 'present' }: Conditions): Prisma.Sql[] {
  if (state === 'all') return []
  return [state === 'vanished' ? sql`i.vanished_at IS NOT NULL` : sql`i.vanished_at IS NULL`]
}

/** Every word must occur; words under three letters have no trigram, so a search of nothing else finds what begins with it. */
function wordsOf({ q = '' }: Conditions): Prisma.Sql[] {
  const words = q.split(' ').filter(Boolean)
  const literal = (word: string) => word.replaceAll(/[\\%_]/g, '\\$&')
  if (words.every((word) => word.length < 3)) return q ? [sql`i.search_text LIKE lower(${`${literal(q)}%`})`] : []
  return words.map((word) => sql`i.search_text LIKE lower(${`%${literal(word)}%`})`)
}

function factsOf({ class: classes = [], system, environment = [], privileged }: Conditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (classes.length > 0) conditions.push(sql`i.class IN (${Prisma.join(classes)})`)
  if (system) conditions.push(sql`i.system_id = ${system}`)
  if (environment.length > 0) conditions.push(sql`i.environment IN (${Prisma.join(environment)})`)
  if (privileged) conditions.push(privileged === 'yes' ? sql`i.privileged` : sql`NOT i.privileged`)
  return conditions
}

function stewardshipOf(actor: Actor, { owner, governed, missing, has }: Conditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (owner === 'nobody') conditions.push(sql`i.owner_id IS NULL`)
  else if (owner === 'me') conditions.push(actor.kind === 'user' ? sql`i.owner_id = ${actor.userId}` : sql`FALSE`)
  else if (owner) conditions.push(sql`i.owner_id = ${owner}`)
  // What lacks a part is not governed, and saying so lets the index on governed answer.
  if (governed) conditions.push(governed === 'yes' ? sql`i.governed` : sql`NOT i.governed`)
  if (missing) conditions.push(sql`NOT i.governed AND ${COLUMN_OF[missing]} IS NULL`)
  if (has) conditions.push(sql`${COLUMN_OF[has]} IS NOT NULL`)
  return conditions
}

function timesOf({ expiry, lastUsed }: Conditions, now: Date): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (expiry === 'expired') conditions.push(sql`i.expires_at <= ${now}`)
  if (expiry === '30d') conditions.push(sql`i.expires_at > ${now} AND i.expires_at <= ${shift(now, 30 * DAY)}`)
  if (expiry === 'none') conditions.push(sql`i.expires_at IS NULL`)
  if (lastUsed === '30d') conditions.push(sql`i.last_used_at >= ${shift(now, -30 * DAY)}`)
  if (lastUsed === 'not-90d') conditions.push(notSeenFor90Days(now))
  if (lastUsed === 'unknown') conditions.push(sql`i.last_use_known = 'unknown'`)
  return conditions
}

/** Not seen in 90 days by a source that would know. A source that says nothing about uses proves nothing. */
export function notSeenFor90Days(now: Date): Prisma.Sql {
  return sql`i.last_use_known <> 'unknown' AND (i.last_used_at IS NULL OR i.last_used_at < ${shift(now, -90 * DAY)})`
}
