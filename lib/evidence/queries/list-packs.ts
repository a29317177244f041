import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { PackById } from '../schemas.ts'

/** The last hundred packs, newest first, with who asked for them. */
export const listPacks = query({
  permission: 'evidence.read',
  input: z.object({}),
  async run({ db }) {
    return db.evidencePack.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 100, include: { requester: { select: { name: true } } } })
  },
})

/** One pack. Throws `not_found`. */
export const showPack = query({
  permission: 'evidence.read',
  input: PackById,
  async run({ db }, { id }) {
    const pack = await db.evidencePack.findUnique({ where: { id } })
    if (!pack) throw new TenureError('not_found', 'There is no such evidence pack')
    return pack
  },
})

/** How far the audit log is sealed: entries written, entries in the newest signed checkpoint. */
export const showLog = query({
  permission: 'evidence.read',
  input: z.object({}),
  async run({ db }) {
    const [checkpoint, written] = await Promise.all([db.auditCheckpoint.findFirst({ orderBy: { size: 'desc' } }), db.auditEntry.count()])
    return { written, sealed: Number(checkpoint?.size ?? 0), signedAt: checkpoint?.signedAt ?? null, note: checkpoint?.note ?? null }
  },
})
