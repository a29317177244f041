import type { Actor } from '#lib/core/actor.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { maySteward } from './rules.ts'

const { sql } = Prisma

export type Refusal = { reason: string; count: number; names: string[] }
export type Preview = {
  /** Those that may be given an owner at all. */
  ids: string[]
  /** How many were asked about, and how many of them would get this owner. */
  total: number
  assigned: number
  /** How many have this owner already, and how many of the others would be governed from then on. */
  unchanged: number
  governed: number
  /** How many would be taken from an owner whom they have now. */
  handedOver: number
  systems: { name: string; count: number }[]
  refused: Refusal[]
}

type Row = { id: string; name: string; system: string; ownerId: string | null; gone: boolean; complete: boolean }

/** What giving these identities this owner would do, by the rules of `changeStewardship`. Null: an owner who is still to be chosen. */
export async function previewOf(tx: Tx, actor: Actor, ids: readonly string[], ownerId: string | null): Promise<Preview> {
  const rows = await tx.$queryRaw<Row[]>(sql`
    SELECT i.id, i.name, s.name AS system, i.owner_id AS "ownerId", i.vanished_at IS NOT NULL AS gone, i.purpose IS NOT NULL AND i.environment IS NOT NULL AND i.expires_at IS NOT NULL AS complete
      FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ANY(${[...ids]}::text[]) AND ${visibleIdentities(actor)} ORDER BY s.name, i.name, i.id`)
  const refusals = rows.map((row) => ({ row, reason: refusalOf(actor, row) }))
  const fine = refusals.filter(({ reason }) => reason === null).map(({ row }) => row)
  const changed = fine.filter((row) => ownerId === null || row.ownerId !== ownerId)
  return {
    ids: fine.map(({ id }) => id),
    total: ids.length,
    assigned: changed.length,
    unchanged: fine.length - changed.length,
    governed: changed.filter((row) => row.ownerId === null && row.complete).length,
    handedOver: changed.filter((row) => row.ownerId !== null).length,
    systems: tally(fine.map(({ system }) => system)).map(({ of, count }) => ({ name: of, count })),
    refused: [
      ...tally(refusals.flatMap(({ reason }) => reason ?? [])).map(({ of: reason, count }) => ({
        reason,
        count,
        names: refusals
          .filter((each) => each.reason === reason)
          .slice(0, 3)
          .map(({ row }) => row.name),
      })),
      ...(rows.length < ids.length ? [{ reason: 'not there, or not one that you see', count: ids.length - rows.length, names: [] }] : []),
    ],
  }
}

function refusalOf(actor: Actor, { ownerId, gone }: Row): string | null {
  if (gone) return 'gone from its system'
  return maySteward(actor, { ownerId }) ? null : 'not yours: only its owner or an admin hands it over'
}

function tally(values: readonly string[]): { of: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([of, count]) => ({ of, count })).toSorted((one, other) => other.count - one.count)
}
