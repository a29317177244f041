import { DAY } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { freshnessOfSystems } from '#lib/systems/system-freshness.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'

const { sql } = Prisma

type System = { id: string; live: boolean; lastSyncedAt: Date | null }

export const sourceStale: FindingRule = {
  name: 'source_stale',
  title: 'Source out of date',
  what: 'What the register knows from this system is older than it may be: two days for a live system, seven for one that is fed by files.',
  why: 'New identities, new privileges and the disappearance of old ones go unseen, and whatever is decided on this data may be wrong.',
  todo: 'Read the system again, or import a new export of the part that is out of date. If reading fails, its page says why.',
  async detect({ scope, now, read }) {
    if ('boundaries' in scope || 'identityIds' in scope) return null
    const only = 'systemId' in scope ? sql`WHERE s.id = ${scope.systemId}` : Prisma.empty
    const systems = await read<System>(sql`SELECT s.id, s.connection_sealed IS NOT NULL AS live, s.last_synced_at AS "lastSyncedAt" FROM system s ${only}`)
    const fresh = await freshnessOfSystems(read, systems, now)
    const held = systems.flatMap(({ id, live }) => {
      const verdict = fresh.get(id)
      if (!verdict?.gate) return []
      const parts = verdict.parts.filter(({ gate }) => gate).map(({ title }) => title)
      const age = verdict.lastGoodAt ? now.getTime() - verdict.lastGoodAt.getTime() : null
      return [{ id, live, lastGoodAt: verdict.lastGoodAt, limitDays: verdict.limit / DAY, parts, long: age !== null && age > 4 * verdict.limit }]
    })
    const columns = findingColumns({
      subject: sql`s.id`,
      system: sql`s.id`,
      evidence: {
        lastGoodReadingAt: instant(sql`g."lastGoodAt"`),
        limitDays: sql`g."limitDays"`,
        outOfDate: sql`g.parts`,
        howItIsRead: sql`CASE WHEN g.live THEN 'live' ELSE 'from files' END`,
      },
      points: [
        { what: 'It is older than it may be', points: 30 },
        { what: 'It was never read', points: 10, when: sql`g."lastGoodAt" IS NULL` },
        { what: 'More than four times as old', points: 15, when: sql`g.long` },
        { what: 'The system is in production', points: 15, when: sql`s.environment = 'production'` },
      ],
    })
    return {
      // A system that was connected within its limit and is not read yet is no finding yet.
      breaches: sql`SELECT ${columns} FROM jsonb_to_recordset(${JSON.stringify(held)}::jsonb) AS g(id text, live boolean, "lastGoodAt" timestamptz, "limitDays" int, parts jsonb, long boolean)
        JOIN system s ON s.id = g.id WHERE g."lastGoodAt" IS NOT NULL OR s.created_at < ${now}::timestamptz - make_interval(hours => 24 * g."limitDays")`,
      within: 'systemId' in scope ? sql`f.subject_key = ${scope.systemId}` : sql`TRUE`,
    }
  },
}
