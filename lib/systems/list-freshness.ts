import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { freshnessOfSystems, type SystemFreshness } from './system-freshness.ts'

export type FreshSystem = { id: string; name: string } & SystemFreshness

/** How fresh every system is, by name: what a launch of a campaign is held up by has `gate`. */
export const listFreshness = query({
  permission: 'systems.read',
  input: z.object({}),
  async run({ pool, now }): Promise<FreshSystem[]> {
    const { rows } = await pool.query<{ id: string; name: string; live: boolean; lastSyncedAt: Date | null }>(
      Prisma.sql`SELECT id, name, connection_sealed IS NOT NULL AS live, last_synced_at AS "lastSyncedAt" FROM system ORDER BY name`,
    )
    const fresh = await freshnessOfSystems(async (statement) => (await pool.query(statement)).rows, rows, now)
    return rows.flatMap(({ id, name }) => {
      const verdict = fresh.get(id)
      return verdict ? [{ id, name, ...verdict }] : []
    })
  },
})
