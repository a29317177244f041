import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { Context } from '#lib/command/context.ts'
import type { IdentityId, SuccessionId, UserId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { WAITING } from './waiting.ts'

const { sql } = Prisma
const SHOWN = 500

export type SuccessionRow = {
  id: SuccessionId
  person: { id: UserId; name: string }
  reason: string
  openedAt: Date
  deadlineAt: Date
  closedAt: Date | null
  /** How many identities it began with, and how many were taken over, wait for their nominee, wait for an admin, and were quarantined. */
  identities: number
  accepted: number
  open: number
  unasked: number
  quarantined: number
}

/** The successions that go on, the nearest deadline first, then those that ended, newest first; a hundred in all. Whoever only owns identities sees those that ask them something. */
export const listSuccessions = query({
  permission: 'ownership.readSuccessions',
  input: z.object({}),
  async run({ pool, actor }): Promise<SuccessionRow[]> {
    const me = actor.kind === 'user' ? actor.userId : ''
    const mine = seesEverything(actor) ? sql`TRUE` : sql`EXISTS (SELECT 1 FROM succession_item q WHERE q.succession_id = s.id AND q.nominee_id = ${me})`
    const { rows } = await pool.query<SuccessionRow>(sql`
      SELECT s.id, jsonb_build_object('id', u.id, 'name', u.name) AS person, s.reason, s.opened_at AS "openedAt", s.deadline_at AS "deadlineAt", s.closed_at AS "closedAt", c.*
        FROM (SELECT * FROM succession s WHERE ${mine} ORDER BY s.closed_at IS NOT NULL, CASE WHEN s.closed_at IS NULL THEN s.deadline_at END, s.closed_at DESC, s.id LIMIT 100) s
        JOIN app_user u ON u.id = s.person_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS identities, count(*) FILTER (WHERE i.state IN ('accepted', 'reassigned'))::int AS accepted,
                count(*) FILTER (WHERE i.state = 'open' AND i.nominee_id IS NOT NULL)::int AS open,
                count(*) FILTER (WHERE i.state = 'declined' OR (i.state = 'open' AND i.nominee_id IS NULL))::int AS unasked, count(*) FILTER (WHERE i.state = 'quarantined')::int AS quarantined
           FROM succession_item i WHERE i.succession_id = s.id) c
       ORDER BY s.closed_at IS NOT NULL, CASE WHEN s.closed_at IS NULL THEN s.deadline_at END, s.closed_at DESC, s.id`)
    return rows
  },
})

export type WaitingItem = {
  identityId: IdentityId
  name: string
  system: string
  personName: string
  deadlineAt: Date
  because: string
  state: 'open' | 'declined'
  nominee: { id: UserId; name: string } | null
}

/** The condition on items (alias `q`) that wait for this person: those that they are asked about, and to an admin those that nobody is asked about any more. */
function waitsFor({ actor }: Context): Prisma.Sql {
  if (actor.kind !== 'user') return sql`FALSE`
  const asked = sql`(q.nominee_id = ${actor.userId} AND q.state = 'open')`
  return actor.roles.includes('admin') ? sql`(${asked} OR q.nominee_id IS NULL OR q.state = 'declined')` : asked
}

/** Identities of people who left that wait for this person, the nearest deadline first: the first 500, and how many there are in all. */
export const listWaitingItems = query({
  permission: 'ownership.readSuccessions',
  input: z.object({}),
  async run(context): Promise<{ rows: WaitingItem[]; total: number }> {
    const { rows } = await context.pool.query<WaitingItem & { total: number }>(sql`
      SELECT q.identity_id AS "identityId", i.name, y.name AS system, u.name AS "personName", s.deadline_at AS "deadlineAt", q.because, q.state,
             CASE WHEN n.id IS NOT NULL THEN jsonb_build_object('id', n.id, 'name', n.name) END AS nominee, count(*) OVER ()::int AS total
        FROM succession s JOIN succession_item q ON q.succession_id = s.id AND q.state IN ${WAITING} JOIN app_user u ON u.id = s.person_id
        JOIN identity i ON i.id = q.identity_id JOIN system y ON y.id = i.system_id LEFT JOIN app_user n ON n.id = q.nominee_id
       WHERE s.closed_at IS NULL AND ${waitsFor(context)} ORDER BY s.deadline_at, y.name, i.name, i.id LIMIT ${SHOWN}`)
    return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) }
  },
})

export type WaitingSuccession = { id: SuccessionId; personName: string; deadlineAt: Date; identities: number; asked: boolean }

/** For the inbox: the successions in which something waits for this person, with how many identities, the nearest deadline first. */
export const listWaitingSuccessions = query({
  permission: 'ownership.readSuccessions',
  input: z.object({}),
  async run(context): Promise<WaitingSuccession[]> {
    const me = context.actor.kind === 'user' ? context.actor.userId : ''
    const { rows } = await context.pool.query<WaitingSuccession>(sql`
      SELECT s.id, u.name AS "personName", s.deadline_at AS "deadlineAt", count(*)::int AS identities, bool_or(q.nominee_id = ${me} AND q.state = 'open') IS TRUE AS asked
        FROM succession s JOIN succession_item q ON q.succession_id = s.id AND q.state IN ${WAITING} JOIN app_user u ON u.id = s.person_id
       WHERE s.closed_at IS NULL AND ${waitsFor(context)} GROUP BY s.id, u.name ORDER BY s.deadline_at, s.id LIMIT 20`)
    return rows
  },
})

export type Leaver = { id: UserId; name: string; email: string; leftAt: Date | null; owned: number }

/** People who are not active here any more, newest first, with what they still own: at most two hundred. */
export const listLeavers = query({
  permission: 'ownership.markLeft',
  input: z.object({}),
  async run({ pool }): Promise<Leaver[]> {
    const { rows } = await pool.query<Leaver>(sql`
      SELECT u.id, u.name, u.email, u.left_at AS "leftAt", (SELECT count(*) FROM identity i WHERE i.owner_id = u.id AND i.vanished_at IS NULL)::int AS owned
        FROM app_user u WHERE NOT u.active ORDER BY u.left_at DESC NULLS LAST, u.name LIMIT 200`)
    return rows
  },
})
