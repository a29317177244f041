import { Prisma } from '#lib/db/generated/client.ts'
import { freshnessOfSystem, type FreshnessPart, type FreshnessVerdict } from './freshness.rules.ts'
import { titleOfFormat } from './system-kinds.ts'

const { sql } = Prisma

export type SystemFreshness = FreshnessVerdict & { parts: (FreshnessPart & { title: string })[] }
type Read = <Row>(statement: Prisma.Sql) => Promise<Row[]>
type System = { id: string; live: boolean; lastSyncedAt: Date | null }

/** How fresh each of these systems is, by id: the live connection, or every format of file that it was ever fed with. Only systems fed by files cost a look at their runs. */
export async function freshnessOfSystems(read: Read, systems: readonly System[], now: Date): Promise<Map<string, SystemFreshness>> {
  const fed = systems.filter(({ live }) => !live).map(({ id }) => id)
  const imports =
    fed.length === 0
      ? []
      : await read<{ systemId: string; part: string; lastGoodAt: Date }>(sql`
          SELECT system_id AS "systemId", coalesce(format, source) AS part, max(finished_at) AS "lastGoodAt" FROM sync_run
           WHERE system_id = ANY (${fed}::text[]) AND state = 'succeeded' GROUP BY system_id, coalesce(format, source)`)
  return new Map(
    systems.map((system) => {
      const formats = imports.filter(({ systemId }) => systemId === system.id)
      const { parts, ...verdict } = freshnessOfSystem(system, formats, now)
      return [system.id, { ...verdict, parts: parts.map((part) => ({ ...part, title: titleOfPart(part.part) })) }]
    }),
  )
}

function titleOfPart(part: string): string {
  if (part === 'live') return 'Live reading'
  if (part === 'push') return 'Pushed discoveries'
  return part === 'file' ? 'Files' : (titleOfFormat(part) ?? part)
}

/** How fresh one system is. */
export async function freshnessOfOne(read: Read, system: System, now: Date): Promise<SystemFreshness> {
  const verdict = (await freshnessOfSystems(read, [system], now)).get(system.id)
  if (!verdict) throw new Error('A system that was asked about has a verdict')
  return verdict
}
