import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { IdentityFilter, Lifecycle, Stewardship } from '../schemas.ts'
import { ofTeams, visibleIdentities } from './visible-identities.ts'

const { sql } = Prisma
type Conditions = Partial<IdentityFilter>

const COLUMN_OF: Record<Stewardship, Prisma.Sql> = {
  owner: sql`i.owner_id`,
  purpose: sql`i.purpose`,
  environment: sql`i.environment`,
  expiry: sql`i.expires_at`,
}

/** Written out, so that the index on the few that are not active is recognised. */
const LIFECYCLE: Record<Lifecycle, Prisma.Sql> = {
  planned: sql`'planned'`,
  active: sql`'active'`,
  quarantined: sql`'quarantined'`,
  offboarding: sql`'offboarding'`,
  offboarded: sql`'offboarded'`,
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

/** What is another source's view of an identity stands in no list. */
function stateOf({ state = 'present', lifecycle }: Conditions): Prisma.Sql[] {
  const conditions = [sql`i.merged_into_id IS NULL`]
  if (state !== 'all') conditions.push(state === 'vanished' ? sql`i.vanished_at IS NOT NULL` : sql`i.vanished_at IS NULL`)
  if (lifecycle) conditions.push(sql`i.lifecycle = ${LIFECYCLE[lifecycle]}`)
  return conditions
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

function stewardshipOf(actor: Actor, { owner, team, sponsor, governed, missing, has }: Conditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (owner === 'nobody') conditions.push(sql`i.owner_id IS NULL`)
  else if (owner === 'me') conditions.push(actor.kind === 'user' ? sql`i.owner_id = ${actor.userId}` : sql`FALSE`)
  else if (owner) conditions.push(sql`i.owner_id = ${owner}`)
  if (team) conditions.push(ofTeams(sql`${[team]}::text[]`))
  if (sponsor === 'me') conditions.push(actor.kind === 'user' ? sql`i.sponsor_id = ${actor.userId}` : sql`FALSE`)
  else if (sponsor) conditions.push(sql`i.sponsor_id = ${sponsor}`)
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
