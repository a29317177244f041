import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { type SyncRunId, SystemId } from '#lib/core/ids.ts'
import { IdempotencyKey, SyncRunById } from '../schemas.ts'
import type { RunCounts } from './run-row.ts'

/** The push that has an idempotency key, or null. Only its sender's own. */
export const findPush = query({
  permission: 'systems.import',
  input: z.object({ systemId: SystemId, idempotencyKey: IdempotencyKey }),
  async run({ db, actor }, where) {
    if (actor.kind === 'token' && actor.systemId !== where.systemId) return null
    const run = await db.syncRun.findFirst({ where, select: { id: true, state: true, bytesTotal: true, contentDigest: true } })
    return run && { id: run.id as SyncRunId, contentDigest: run.contentDigest, uploading: run.state === 'queued' && run.bytesTotal === null }
  },
})

/** How a push or an upload stands, for whoever handed it in. A token sees those of its own system. Throws `not_found`. */
export const showPush = query({
  permission: 'systems.import',
  input: SyncRunById,
  async run({ db, actor }, { id }) {
    const own = actor.kind === 'token' ? { systemId: actor.systemId ?? '' } : {}
    const run = await db.syncRun.findFirst({ where: { id, source: { not: 'live' }, ...own } })
    if (!run) throw new TenureError('not_found', 'There is no such push')
    const { state, recordsRead, problem, createdAt, finishedAt } = run
    return { id: run.id, state, recordsRead, counts: run.counts as RunCounts | null, notes: run.notes, problem, createdAt, finishedAt }
  },
})
