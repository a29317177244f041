import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingScope } from './detection.ts'
import type { Point } from './points.ts'

const { sql } = Prisma

/** Identities that raise findings: what is disabled, gone or on its way out raises none. Aliases here and below: identity `i`, its system `s`. */
const ALIVE = sql`i.enabled AND i.vanished_at IS NULL AND i.lifecycle = 'active'`

/** Which identity a fact is laid to: what is another's view is found on that other. */
export const PRINCIPAL = sql`coalesce(i.merged_into_id, i.id)`

/** Where it runs: what a person said, else where its system stands. */
export const ENVIRONMENT = sql`coalesce(i.environment, s.environment)`

/**
 * Identities of a scope with their systems, as FROM and WHERE; null for a scope without identities. What people declare is asked of an identity once, and its `views` raise no such finding; of what it does,
 * what it may and what it holds each view shows a part of its own.
 */
export function identitiesIn(scope: FindingScope, { views = false } = {}): { from: Prisma.Sql; where: Prisma.Sql; within: Prisma.Sql } | null {
  if ('boundaries' in scope) return null
  const from = sql`identity i JOIN system s ON s.id = i.system_id`
  const which = views ? ALIVE : sql`${ALIVE} AND i.merged_into_id IS NULL`
  if ('all' in scope) return { from, where: which, within: sql`TRUE` }
  if ('systemId' in scope) return { from, where: sql`${which} AND i.system_id = ${scope.systemId}`, within: sql`f.system_id = ${scope.systemId}` }
  const ids = sql`ANY(${[...scope.identityIds]}::text[])`
  return { from, where: sql`${which} AND i.id = ${ids}`, within: sql`f.identity_id = ${ids}` }
}

/** What makes any finding about an identity weigh more. */
export const weightOf = (privileged: number, production: number): Point[] => [
  { what: 'It is privileged', points: privileged, when: sql`i.privileged` },
  { what: 'It runs in production', points: production, when: sql`${ENVIRONMENT} = 'production'` },
]
