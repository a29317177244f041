import pino from 'pino'
import type { Context } from '#lib/command/context.ts'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import { SyncRunId, type SystemId } from '#lib/core/ids.ts'
import { mergeDiscovery } from '#lib/inventory/merge-discovery.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import { runSync } from '#lib/jobs/run-sync.ts'
import { stageRecords } from '#lib/jobs/sync/stage-records.ts'
import { asJob, type WorkerContext } from '#lib/jobs/worker-context.ts'
import { connectSystem } from '#lib/systems/connect-system.ts'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import type { Coverage } from '#lib/systems/imports/import-format.ts'
import { showSyncRun } from '#lib/systems/queries.ts'
import { beginSync } from '#lib/systems/sync-runs/begin-sync.ts'
import { receiveUpload } from '#lib/systems/sync-runs/receive-upload.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { actorOf, contextFor, NOW, TEST_KEYRING, type TestData } from './contexts.ts'
import { aPerson } from './factories.ts'

let count = 0

/** An admin and a worker over one database, and what they do most: connect, discover, import. */
export async function syncWorld(data: TestData, clock: () => Date = () => NOW) {
  const admin = await aPerson(data.db, { name: 'Edda Engineer', roles: ['admin'] })
  const asAdmin = (): Context => contextFor(data, actorOf(admin), clock())
  const worker: WorkerContext = {
    db: data.db,
    pool: data.pool,
    keyring: TEST_KEYRING,
    clock,
    connections: createConnections(),
    log: pino({ level: 'silent' }),
  }

  async function connect(kind: string, settings: Record<string, unknown> = {}): Promise<SystemId> {
    count += 1
    const { id } = await connectSystem(asAdmin(), { kind, name: `${kind} ${count}`, environment: 'production', settings })
    return id
  }

  /** A discovery to its end, good or bad. */
  async function discover(id: SystemId) {
    const run = await requestSync(asAdmin(), { id })
    await runSync(worker, run.id)
    return showSyncRun(asAdmin(), { id: run.id })
  }

  async function upload(systemId: SystemId, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<SyncRunId> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const { id } = await receiveUpload(asAdmin(), { systemId, fileName: 'export' }, bytes instanceof Uint8Array ? once(bytes) : bytes)
    return id
  }

  /** An import to its end, good or bad. */
  async function importFile(systemId: SystemId, content: string | Uint8Array | AsyncIterable<Uint8Array>) {
    const id = await upload(systemId, content)
    await runSync(worker, id)
    return showSyncRun(asAdmin(), { id })
  }

  /** What a source said, merged without one: `records` of the system as a live discovery, or as a file that covers what it says. */
  async function merge(systemId: SystemId, records: readonly unknown[], file?: { format: string; covers: Coverage; observedAt?: Date }) {
    const id = SyncRunId.create()
    await data.db.syncRun.create({
      data: { id, systemId, source: file ? 'file' : 'live', state: 'queued', bytesTotal: file ? 0 : null, requestedBy: admin.id, createdAt: clock() },
    })
    await beginSync(asJob(worker, 'test'), { id })
    const staged = await stageRecords(worker, id, batchesOf(records), async () => {})
    for (const month of staged.months) await ensureActivityMonths(data.pool, new Date(`${month}-01T00:00:00Z`), new Date(`${month}-01T00:00:00Z`))
    const said = { format: file?.format ?? null, covers: file?.covers ?? null, observedAt: file?.observedAt ?? null }
    return mergeDiscovery(asJob(worker, 'test'), { id, records: staged.records, bytes: 0, scope: null, notes: [], ...said })
  }

  return { admin, asAdmin, worker, connect, discover, upload, importFile, merge }
}

async function* batchesOf(records: readonly unknown[]): AsyncGenerator<DiscoveredRecord[]> {
  for (const record of records) yield [DiscoveredRecord.parse(record)]
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** How many rows each table has that a sync must not touch when nothing changed, and the register's own text. */
export async function registerState({ pool }: TestData) {
  const tables = ['identity', 'credential', 'entitlement', 'privilege', 'trust', 'exposure'] as const
  const counts: Record<string, number> = {}
  const content: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await pool.query<{ history: number; digest: string | null }>(
      `SELECT (SELECT count(*) FROM ${table}_history)::int AS history, (SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM ${table} t) AS digest`,
    )
    counts[`${table}_history`] = rows[0]?.history ?? 0
    content[table] = rows[0]?.digest ?? ''
  }
  return { counts, content }
}
