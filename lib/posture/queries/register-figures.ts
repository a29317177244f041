import type { Context } from '#lib/command/context.ts'
import type { IdentityClass } from '#lib/core/identity-class.ts'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { notSeenFor90Days } from '#lib/inventory/queries/filter-sql.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import type { IdentityFilter, Stewardship } from '#lib/inventory/schemas.ts'
import { figure, shareOf } from '../rules.ts'

const { sql } = Prisma

type Counts = {
  class: IdentityClass | null
  systemId: SystemId | null
  systemName: string | null
  total: number
  governed: number
  privileged: number
  owner: number
  purpose: number
  environment: number
  expiry: number
  expired: number
  expiring: number
  unused: number
  unknown: number
}

/** Everything that is counted from the register as it is now: one scan, grouped three ways. */
export async function registerFigures({ pool, actor, now }: Context) {
  const { rows } = await pool.query<Counts>(sql`
    WITH counted AS (
      SELECT i.class, i.system_id, grouping(i.class, i.system_id) AS level, count(*)::int AS total, ${countOf(sql`i.governed`)} AS governed, ${countOf(sql`i.privileged`)} AS privileged,
             count(i.owner_id)::int AS owner, count(i.purpose)::int AS purpose, count(i.environment)::int AS environment, count(i.expires_at)::int AS expiry,
             ${countOf(sql`i.expires_at <= ${now}`)} AS expired, ${countOf(sql`i.expires_at > ${now} AND i.expires_at <= ${shift(now, 30 * DAY)}`)} AS expiring,
             ${countOf(notSeenFor90Days(now))} AS unused, ${countOf(sql`i.last_use_known = 'unknown'`)} AS unknown
        FROM identity i WHERE i.vanished_at IS NULL AND i.merged_into_id IS NULL AND ${visibleIdentities(actor)} GROUP BY GROUPING SETS ((), (i.class), (i.system_id))
    )
    SELECT counted.*, s.id AS "systemId", s.name AS "systemName" FROM counted LEFT JOIN system s ON s.id = counted.system_id ORDER BY level DESC, total DESC, counted.class, s.name`)
  const [all, ...groups] = rows
  if (!all) throw new Error('A grand total has no row')
  return {
    total: figure(all.total, {}),
    coverage: {
      owner: coverage(all, 'owner'),
      purpose: coverage(all, 'purpose'),
      environment: coverage(all, 'environment'),
      expiry: coverage(all, 'expiry'),
      governed: {
        covered: figure(all.governed, { governed: 'yes' }),
        missing: figure(all.total - all.governed, { governed: 'no' }),
        share: shareOf(all.governed, all.total),
      },
    },
    expiry: { expired: figure(all.expired, { expiry: 'expired' }), within30Days: figure(all.expiring, { expiry: '30d' }) },
    standing: { privileged: figure(all.privileged, { privileged: 'yes' }), share: shareOf(all.privileged, all.total) },
    use: { notSeenIn90Days: figure(all.unused, { lastUsed: 'not-90d' }), unknown: figure(all.unknown, { lastUsed: 'unknown' }) },
    byClass: groups.flatMap((group) => (group.class ? [{ class: group.class, ...breakdown(group, { class: [group.class] }) }] : [])),
    bySystem: groups.flatMap((group) =>
      group.systemId ? [{ system: { id: group.systemId, name: group.systemName ?? '' }, ...breakdown(group, { system: group.systemId }) }] : [],
    ),
  }
}

const countOf = (condition: Prisma.Sql) => sql`(count(*) FILTER (WHERE ${condition}))::int`

function coverage(all: Counts, part: Stewardship) {
  return { covered: figure(all[part], { has: part }), missing: figure(all.total - all[part], { missing: part }), share: shareOf(all[part], all.total) }
}

function breakdown(group: Counts, filter: Partial<IdentityFilter>) {
  return {
    total: figure(group.total, filter),
    governed: figure(group.governed, { ...filter, governed: 'yes' }),
    orphaned: figure(group.total - group.owner, { ...filter, owner: 'nobody' }),
    privileged: figure(group.privileged, { ...filter, privileged: 'yes' }),
    notSeenIn90Days: figure(group.unused, { ...filter, lastUsed: 'not-90d' }),
    share: shareOf(group.governed, group.total),
  }
}
