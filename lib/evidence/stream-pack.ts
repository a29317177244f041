import type { Writable } from 'node:stream'
import { sealAudit } from '#lib/audit/seal.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { EvidencePackId } from '#lib/core/ids.ts'
import type { Signer } from '#lib/crypto/signing.ts'
import { type Connection, type Pool, withConnection } from '#lib/db/pool.ts'
import { SOFTWARE } from './software.ts'
import { dataFiles } from './pack-files/data-files.ts'
import { DATA_SETS } from './pack-files/data-sets.ts'
import { provenEntries, rangeOfPeriod } from './pack-files/proven-entries.ts'
import { summaryPage } from './pack-files/summary.ts'
import { type PackFile, type WrittenPack, writePack } from './write-pack.ts'

type Order = { id: string; periodFrom: Date; periodTo: Date }

/**
 * Streams a pack to `output`: seals what is not sealed yet, then reads everything from one snapshot of the database, so that all files agree.
 * The register is as it was at the end of the period, or now when the period still runs. Throws `unavailable` while nothing is sealed.
 */
export async function streamPack(
  { pool, signer, now }: { pool: Pool; signer: Signer; now: Date },
  { id, periodFrom, periodTo }: Order,
  output: Writable,
): Promise<WrittenPack> {
  await sealAudit(pool, signer, now)
  return withConnection(pool, async (connection) => {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await connection.query<{ size: string; note: string }>('SELECT size, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1')
    const [checkpoint] = rows
    if (!checkpoint) throw new TenureError('unavailable', 'Nothing has been recorded yet, so there is nothing to prove')
    const size = Number(checkpoint.size)
    const auditRange = await rangeOfPeriod(connection, { from: periodFrom, to: periodTo, size })
    const written = await writePack(output, {
      meta: {
        packId: id as EvidencePackId,
        period: { from: periodFrom, to: periodTo },
        scope: { kind: 'period' },
        generatedAt: now,
        software: SOFTWARE,
        auditRange,
      },
      signer,
      checkpoint: checkpoint.note,
      entries: provenEntries(connection, auditRange, size),
      files: packFiles(connection, id, { from: periodFrom, to: periodTo, registerAt: periodTo < now ? periodTo : now }),
    })
    await connection.query('COMMIT')
    return written
  })
}

function* packFiles(connection: Connection, id: string, period: { from: Date; to: Date; registerAt: Date }): Generator<PackFile> {
  yield { path: 'summary.html', chunks: summaryPage(connection, id, period) }
  for (const set of DATA_SETS) yield* dataFiles(connection, set, set.parameters === 'register' ? [period.registerAt] : [period.from, period.to])
}
