import type { Context } from '#lib/command/context.ts'
import { IDENTITY_CLASS_LABELS, type IdentityClass } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { matchingIdentities } from './filter-sql.ts'
import { visibleIdentities } from './visible-identities.ts'

const { sql } = Prisma
const EACH = 8
const CANDIDATES = 200

/** Something that the command palette opens. */
export type SearchHit = { kind: 'identity' | 'system' | 'request' | 'lease'; id: string; label: string; href: string; hint: string }

/** Identities by name: the exact name first, then names that begin with the text, then the rest of the candidates. */
export async function identityHits({ pool, actor, now }: Context, q: string): Promise<SearchHit[]> {
  const exactly = sql`SELECT i.id, i.name, i.class, i.system_id FROM identity i WHERE ${visibleIdentities(actor)} AND`
  const { rows } = await pool.query<{ id: string; name: string; class: IdentityClass; system: string }>(sql`
    WITH candidates AS MATERIALIZED (
      (${exactly} i.name = ${q} LIMIT ${EACH})
      UNION (${exactly} ${withPrefix(sql`i.id`, q)} LIMIT ${EACH})
      UNION (SELECT i.id, i.name, i.class, i.system_id FROM identity i WHERE ${matchingIdentities(actor, { q: q.replaceAll(/\s+/g, ' ') }, now)} LIMIT ${CANDIDATES})
    )
    SELECT c.id, c.name, c.class, s.name AS system FROM candidates c JOIN system s ON s.id = c.system_id
     ORDER BY c.name <> ${q}, NOT starts_with(lower(c.name), lower(${q})), length(c.name), c.name, c.id LIMIT ${EACH}`)
  return rows.map((row) => ({
    kind: 'identity',
    id: row.id,
    label: row.name,
    href: `/inventory/${row.id}`,
    hint: `${IDENTITY_CLASS_LABELS[row.class]} on ${row.system}`,
  }))
}

/** Systems by name; everybody sees which there are. */
export async function systemHits({ pool }: Context, q: string): Promise<SearchHit[]> {
  const { rows } = await pool.query<{ id: string; name: string; environment: string }>(sql`
    SELECT id, name, environment FROM system WHERE strpos(lower(name), lower(${q})) > 0 OR ${withPrefix(sql`id`, q)} ORDER BY strpos(lower(name), lower(${q})), name LIMIT ${EACH}`)
  return rows.map((row) => ({ kind: 'system', id: row.id, label: row.name, href: `/systems/${row.id}`, hint: row.environment }))
}

/** Requests and leases by the beginning of their id: everybody's for who sees everything, otherwise one's own. */
export async function accessHits({ pool, actor }: Context, q: string): Promise<SearchHit[]> {
  const mine = (holder: Prisma.Sql) => (seesEverything(actor) ? sql`TRUE` : actor.kind === 'user' ? sql`${holder} = ${actor.userId}` : sql`FALSE`)
  const { rows } = await pool.query<{ kind: 'request' | 'lease'; id: string; label: string; state: string }>(sql`
    (SELECT 'request' AS kind, r.id, r.privilege_name || ' on ' || s.name AS label, r.state FROM access_request r JOIN system s ON s.id = r.system_id
      WHERE ${withPrefix(sql`r.id`, q)} AND ${mine(sql`r.requester_id`)} ORDER BY r.id LIMIT ${EACH})
    UNION ALL
    (SELECT 'lease', l.id, l.privilege_name || ' on ' || s.name, l.state FROM lease l JOIN system s ON s.id = l.system_id
      WHERE ${withPrefix(sql`l.id`, q)} AND ${mine(sql`l.holder_id`)} ORDER BY l.id LIMIT ${EACH})`)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    label: row.label,
    href: row.kind === 'lease' ? `/access/leases/${row.id}` : `/access/requests/${row.id}`,
    hint: row.state,
  }))
}

/** Ids that begin with the text, as a range that the primary key answers in any collation; `z` is the last letter of an id. */
function withPrefix(column: Prisma.Sql, q: string): Prisma.Sql {
  return /^(nhi|sys|req|lse)_[0-9a-z]{1,26}$/.test(q) ? sql`${column} BETWEEN ${q} AND ${q + 'z'.repeat(26)}` : sql`FALSE`
}
