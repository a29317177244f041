import { type Actor, actorKey } from '#lib/core/actor.ts'
import { AuditEntryId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'

type Row = Record<string, unknown>

/** What a command did to one thing: made it, changed it, or removed it. */
export type Change =
  | { entity: string; id: string; before: null; after: Row }
  | { entity: string; id: string; before: Row; after: Row }
  | { entity: string; id: string; before: Row; after: null }

type Event = { actor: Actor; action: string; at: Date; reason: string | null; requestId: string | null }

/** Derived columns and sealed secrets: nothing that an auditor reads, and nothing that may be kept for ever. */
const LEFT_OUT = new Set(['connectionSealed', 'secretSealed', 'rememberedSealed', 'searchText', 'validFrom'])

function plain(row: Row | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (row === null) return Prisma.DbNull
  const kept = Object.entries(row).filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined)
  return JSON.parse(JSON.stringify(Object.fromEntries(kept), (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
}

/** Writes one entry per change into Tenure's own log, in the change's transaction. Values that did not change are left out of an update's entry. */
export async function append(tx: Tx, event: Event, changes: readonly Change[]): Promise<void> {
  const data = changes.map((change) => {
    const [before, after] = change.before && change.after ? onlyDifferences(change.before, change.after) : [change.before, change.after]
    return {
      id: AuditEntryId.create(),
      at: event.at,
      actor: actorKey(event.actor),
      actorName: event.actor.kind === 'system' ? 'Tenure' : event.actor.name,
      action: event.action,
      entity: change.entity,
      entityId: change.id,
      reason: event.reason,
      requestId: event.requestId,
      before: plain(before),
      after: plain(after),
    }
  })
  await tx.auditEntry.createMany({ data })
}

function onlyDifferences(before: Row, after: Row): [Row, Row] {
  const same = (name: string) => JSON.stringify(before[name]) === JSON.stringify(after[name])
  const pick = (row: Row) => Object.fromEntries(Object.entries(row).filter(([name]) => !same(name)))
  return [pick(before), pick(after)]
}
