import { DAY, shift } from '#lib/core/time.ts'
import { copyText } from '#lib/db/copy-text.ts'
import { type Connection, withConnection } from '#lib/db/pool.ts'
import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import type { WorkerContext } from '../worker-context.ts'
import { stagedLine } from './staged-line.ts'

const BATCH_CHARACTERS = 2 * 1024 * 1024
/** What a log says about the future, or about times before anybody kept one, is a wrong clock. */
const OLDEST = 10 * 365 * DAY

export type Staged = { records: number; misdated: number; months: Set<string> }

/**
 * Checks every record and writes it to the staging table, in COPYs of some 2 MB that each commit: memory does not grow with the source. Uses with an
 * impossible date are left out and counted. Answers how many records lie there, and the months of their uses.
 */
export async function stageRecords(
  worker: WorkerContext,
  runId: string,
  source: AsyncIterable<DiscoveredRecordInput[]>,
  onProgress: (records: number) => Promise<void>,
): Promise<Staged> {
  const staged: Staged = { records: 0, misdated: 0, months: new Set() }
  const oldest = shift(worker.clock(), -OLDEST)
  const newest = shift(worker.clock(), DAY)
  await withConnection(worker.pool, async (connection) => {
    let lines: string[] = []
    let characters = 0
    const flush = async () => {
      await copy(connection, lines.join(''))
      lines = []
      characters = 0
      await onProgress(staged.records)
    }
    for await (const batch of source) {
      for (const raw of batch) {
        const { record, line } = stagedLine(runId, staged.records, raw)
        if (record.type === 'activity' && (record.at < oldest || record.at > newest)) {
          staged.misdated += 1
          continue
        }
        if (record.type === 'activity') staged.months.add(record.at.toISOString().slice(0, 7))
        staged.records += 1
        lines.push(line)
        characters += line.length
      }
      if (characters >= BATCH_CHARACTERS) await flush()
    }
    await flush()
  })
  return staged
}

async function copy(connection: Connection, lines: string): Promise<void> {
  if (lines === '') return
  await copyText(connection, 'COPY discovered_record (run_id, seq, type, payload) FROM STDIN', lines)
}
