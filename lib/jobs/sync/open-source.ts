import { TenureError } from '#lib/core/errors.ts'
import { streamRows, withConnection } from '#lib/db/pool.ts'
import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import { detectFormat } from '#lib/systems/imports/detect-format.ts'
import type { Coverage, ImportFormat, ImportSummary } from '#lib/systems/imports/import-format.ts'
import { discoveringDriverFor } from '#lib/systems/registry.ts'
import type { BegunSync } from '#lib/systems/sync-runs/begin-sync.ts'
import { formatsFor } from '#lib/systems/system-kinds.ts'
import type { WorkerContext } from '../worker-context.ts'
import { readChunks } from './read-chunks.ts'

export type Note = { code: string; subject: string; text: string }

/** Where a run reads from. `summary` and `bytesRead` are complete when `records` has ended. `covers` null: a live system, which lists all there is. */
export type Source = {
  format: string | null
  covers: Coverage | null
  notes: Note[]
  records: AsyncIterable<DiscoveredRecordInput[]>
  bytesRead(): number
  summary(): ImportSummary | null
}

/** Opens the live system, or the uploaded file by its content. Throws `unavailable` with the reason, or `invalid` with what is wrong with the file. */
export async function openSource(worker: WorkerContext, run: BegunSync): Promise<Source> {
  return run.source === 'live' ? openSystem(worker, run) : openFile(worker, run)
}

async function openSystem(worker: WorkerContext, run: BegunSync): Promise<Source> {
  const driver = discoveringDriverFor(run.system.kind)
  const connection = await worker.connections.connectionTo(worker, run.systemId)
  const report = await driver.test(connection)
  if (!report.reachable) throw new TenureError('unavailable', `${run.system.name} cannot be read: ${report.reason}`)
  const missing = report.rights.filter(({ held }) => !held)
  const notes = missing.map(({ right, purpose, remedy }) => ({ code: 'missing_right', subject: right, text: remedy ? `${purpose}: ${remedy}` : purpose }))
  return { format: null, covers: null, notes, records: driver.discover(connection), bytesRead: () => 0, summary: () => null }
}

async function openFile(worker: WorkerContext, run: BegunSync): Promise<Source> {
  let bytesRead = 0
  let summary: ImportSummary | null = null
  const chunks = readChunks(worker.pool, run.id, (bytes) => {
    bytesRead += bytes
  })
  const { format, bytes } = await detectFormat(chunks, formatsFor(run.system.kind))
  const scope = (run.system.settings as { scope?: string }).scope
  const records = format.parse(bytes, {
    now: worker.clock(),
    ...(scope ? { scope } : {}),
    externalIdOf: await keysByName(worker, run.systemId, format),
    onSummary: (whole) => {
      summary = whole
    },
  })
  return { format: format.kind, covers: format.covers, notes: [], records, bytesRead: () => bytesRead, summary: () => summary }
}

/** The keys of the system's identities by name, for formats that name identities without listing them; only these are worth the memory. A name of two identities is none. */
async function keysByName(worker: WorkerContext, systemId: string, format: ImportFormat): Promise<((name: string) => string | undefined) | undefined> {
  if (format.covers.identityKinds.length > 0) return undefined
  const keys = new Map<string, string | undefined>()
  await withConnection(worker.pool, async (connection) => {
    await connection.query('BEGIN READ ONLY')
    const rows = streamRows<{ name: string; external_id: string }>(
      connection,
      'SELECT name, external_id FROM identity WHERE system_id = $1 AND vanished_at IS NULL',
      [systemId],
    )
    for await (const { name, external_id: key } of rows) keys.set(name, keys.has(name) ? undefined : key)
    await connection.query('COMMIT')
  })
  return (name) => keys.get(name)
}
