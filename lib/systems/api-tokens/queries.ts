import { z } from 'zod'
import type { Context } from '#lib/command/context.ts'
import { query } from '#lib/command/query.ts'
import { SystemById } from '../schemas.ts'

export type ApiTokenRow = { id: string; name: string; createdBy: string; createdAt: Date; expiresAt: Date; revokedAt: Date | null; lastUsedAt: Date | null }

/** The tokens of a system, the newest first, at most two hundred. What opens the door is in none of them. */
export const listApiTokens = query({
  permission: 'systems.listApiTokens',
  input: SystemById,
  run: ({ db }, { id }) => rowsOf(db, { systemId: id }),
})

/** The tokens for provisioning people, the newest first, at most two hundred. What opens the door is in none of them. */
export const listProvisioningTokens = query({
  permission: 'systems.listApiTokens',
  input: z.object({}),
  run: ({ db }) => rowsOf(db, { systemId: null, scopes: { has: 'ownership.provisionPerson' } }),
})

async function rowsOf(db: Context['db'], where: { systemId: string | null; scopes?: { has: string } }): Promise<ApiTokenRow[]> {
  const rows = await db.apiToken.findMany({
    where,
    include: { creator: { select: { name: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 200,
  })
  return rows.map(({ id, name, creator, createdAt, expiresAt, revokedAt, lastUsedAt }) => ({
    id,
    name,
    createdBy: creator.name,
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedAt,
  }))
}
