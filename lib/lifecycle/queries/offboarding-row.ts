import type { Actor } from '#lib/core/actor.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import type { Cause, OffboardingState } from '../rules.ts'
import { usesSql } from '../uses.ts'

const { sql } = Prisma

/** An offboarding as lists show it. `refused` and `used` are counted since it was disabled, up to a thousand. */
export type OffboardingRow = {
  id: OffboardingId
  state: OffboardingState
  cause: Cause
  reason: string
  byDriver: boolean
  requestedAt: Date
  disabledAt: Date | null
  watchUntil: Date | null
  endedAt: Date | null
  problem: string | null
  nextAttemptAt: Date | null
  attempts: number
  identityId: string
  name: string
  /** Somebody has said that it is to be deleted; otherwise whether it comes back is open. */
  deletionPlanned: boolean
  ownerName: string | null
  systemName: string
  environment: string | null
  refused: number
  used: number
}

/** The columns of a row; aliases: o, i, s, u (the owner), n (the uses). */
export const ROW = sql`o.id, o.state, o.cause, o.reason, o.by_driver AS "byDriver", o.requested_at AS "requestedAt", o.disabled_at AS "disabledAt", o.watch_until AS "watchUntil", o.ended_at AS "endedAt",
  o.problem, o.next_attempt_at AS "nextAttemptAt", o.attempts, i.id AS "identityId", i.name, (i.lifecycle IN ('offboarding', 'offboarded')) AS "deletionPlanned", u.name AS "ownerName",
  s.name AS "systemName", coalesce(i.environment, s.environment) AS environment`

export const USES = sql`coalesce(n.refused, 0) AS refused, coalesce(n.used, 0) AS used`

/** What a row is told with, of offboardings `o`. */
export const PARTIES = sql`JOIN identity i ON i.id = o.identity_id JOIN system s ON s.id = i.system_id LEFT JOIN app_user u ON u.id = i.owner_id`

/** Offboardings of the identities that this actor may see. */
export const visibleOffboardings = (actor: Actor) => sql`FROM offboarding o ${PARTIES} WHERE ${visibleIdentities(actor)}`

/** The uses while the account was to be disabled, of rows `o` with their `"identityId"`, `"disabledAt"` and `"endedAt"`. */
export const withUses = (rows: Prisma.Sql, now: Date) => sql`
  SELECT o.*, ${USES} FROM (${rows}) o LEFT JOIN LATERAL (${usesSql(sql`o."identityId"`, sql`o."disabledAt"`, sql`least(o."endedAt", ${now}::timestamptz)`)}) n ON TRUE`
