import type { Tx } from '#lib/db/client.ts'
import type { MergeDiscovery, Tally } from './schemas.ts'

/** What every step of one merge works with. `source` is the file's format, or `live`. */
export type MergeScope = {
  tx: Tx
  now: Date
  system: { id: string; sample: boolean; lastSyncedAt: Date | null }
  run: { id: string; startedAt: Date }
  source: string
  covers: MergeDiscovery['covers']
  observedAt: Date | null
}

/** The tally of one kind of row: `seen` of the source, of which `known` were in the register; `updated` rows were written, `returned` of them had vanished. */
export function tallyOf(rows: { seen: number; known: number; returned: number; updated: number; vanished: number }): Tally {
  const changed = rows.updated - rows.returned
  return { new: rows.seen - rows.known, changed, unchanged: rows.known - rows.updated, vanished: rows.vanished, returned: rows.returned }
}
