import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingScope } from './detection.ts'
import type { Point } from './points.ts'

const { sql } = Prisma

/** Identities that raise findings: what is disabled, gone, another's view or on its way out raises none. Aliases here and below: identity `i`, its system `s`. */
const ALIVE = sql`i.enabled AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND i.lifecycle = 'active'`

/** Where it runs: what a person said, else where its system stands. */
export const ENVIRONMENT = sql`coalesce(i.environment, s.environment)`

/** Identities of a scope with their systems, as FROM and WHERE; null for a scope without identities. */
export function identitiesIn(scope: FindingScope): { from: Prisma.Sql; where: Prisma.Sql; within: Prisma.Sql } | null {
  if ('boundaries' in scope) return null
  const from = sql`identity i JOIN system s ON s.id = i.system_id`
  if ('all' in scope) return { from, where: ALIVE, within: sql`TRUE` }
  if ('systemId' in scope) return { from, where: sql`${ALIVE} AND i.system_id = ${scope.systemId}`, within: sql`f.system_id = ${scope.systemId}` }
  const ids = sql`ANY(${[...scope.identityIds]}::text[])`
  return { from, where: sql`${ALIVE} AND i.id = ${ids}`, within: sql`f.identity_id = ${ids}` }
}

/** What makes any finding about an identity weigh more. */
export const weightOf = (privileged: number, production: number): Point[] => [
  { what: 'It is privileged', points: privileged, when: sql`i.privileged` },
  { what: 'It runs in production', points: production, when: sql`${ENVIRONMENT} = 'production'` },
]
