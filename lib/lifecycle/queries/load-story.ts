import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { OffboardingState } from '../rules.ts'
import { type OffboardingRow, ROW, visibleOffboardings, withUses } from './offboarding-row.ts'

const { sql } = Prisma

/** A row of the offboarding log: what was done and seen on the target, or in a reading of it. */
export type FactRow = { seq: number; at: Date; kind: string; ok: boolean; detail: Record<string, unknown> }
/** What somebody decided about it, from the audit log. */
export type Decision = { id: string; at: Date; who: string; action: string; reason: string | null; to: OffboardingState | null }
/** A use since the account was disabled. */
export type UseRow = { id: string; at: Date; action: string; sourceAddress: string | null; outcome: string }

export type StoryRow = OffboardingRow & { requestedBy: string; watchDays: number; removedAt: Date | null; systemId: string; readAt: Date | null }

const MORE = sql`o.requested_by AS "requestedBy", o.watch_days AS "watchDays", o.removed_at AS "removedAt", s.id AS "systemId", s.last_synced_at AS "readAt"`

/** An offboarding that this actor may see. Throws `not_found`. */
export async function loadOffboarding({ pool, actor, now }: Context, id: string): Promise<StoryRow> {
  const { rows } = await pool.query<StoryRow>(withUses(sql`SELECT ${ROW}, ${MORE} ${visibleOffboardings(actor)} AND o.id = ${id}`, now))
  const [row] = rows
  if (!row) throw new TenureError('not_found', 'There is no such offboarding, or it is not of an identity of yours')
  return row
}

/** The newest offboarding of an identity that this actor may see; null when there never was one. */
export async function findNewest({ pool, actor, now }: Context, identityId: string): Promise<StoryRow | null> {
  const newest = sql`SELECT ${ROW}, ${MORE} ${visibleOffboardings(actor)} AND i.id = ${identityId} ORDER BY o.requested_at DESC, o.id DESC LIMIT 1`
  const { rows } = await pool.query<StoryRow>(withUses(newest, now))
  return rows[0] ?? null
}

/** Everything that was done, seen and decided. */
export async function storyOf({ pool, now }: Context, row: StoryRow): Promise<{ facts: FactRow[]; decisions: Decision[]; uses: UseRow[] }> {
  const [facts, decisions, uses] = await Promise.all([
    pool.query<FactRow>(sql`SELECT seq::int AS seq, at, kind, ok, detail FROM offboarding_fact WHERE offboarding_id = ${row.id} ORDER BY seq`),
    pool.query<Decision>(sql`
      SELECT id, at, actor_name AS who, action, reason, after->>'state' AS to FROM audit_entry
       WHERE entity = 'offboarding' AND entity_id = ${row.id} AND action NOT IN ('lifecycle.recordStep', 'lifecycle.recordReading') ORDER BY at, id`),
    pool.query<UseRow>(sql`
      SELECT id, at, action, source_address AS "sourceAddress", outcome FROM activity_event
       WHERE identity_id = ${row.identityId} AND at > ${row.disabledAt}::timestamptz AND at <= ${row.endedAt ?? now}::timestamptz AND outcome IN ('failure', 'success') ORDER BY at DESC, id DESC LIMIT 3`),
  ])
  return { facts: facts.rows, decisions: decisions.rows, uses: uses.rows }
}
