import type { Pool } from '#lib/db/pool.ts'

/** The bytes of an upload, a piece of 1 MiB at a time. `onRead` is told how many each piece has. */
export async function* readChunks(pool: Pool, runId: string, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  for (let seq = 0; ; seq += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>('SELECT bytes FROM import_chunk WHERE run_id = $1 AND seq = $2', [runId, seq])
    const bytes = rows[0]?.bytes
    if (!bytes) return
    onRead(bytes.length)
    yield bytes
  }
}
