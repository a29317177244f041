import { query } from '#lib/command/query.ts'
import { SystemById } from '../schemas.ts'

export type ApiTokenRow = { id: string; name: string; createdBy: string; createdAt: Date; expiresAt: Date; revokedAt: Date | null; lastUsedAt: Date | null }

/** The tokens of a system, the newest first. What opens the door is in none of them. */
export const listApiTokens = query({
  permission: 'systems.listApiTokens',
  input: SystemById,
  async run({ db }, { id }): Promise<ApiTokenRow[]> {
    const rows = await db.apiToken.findMany({
      where: { systemId: id },
      include: { creator: { select: { name: true } } },
      orderBy: { createdAt: 'desc' },
      take: 200,
    })
    return rows.map(({ id: tokenId, name, creator, createdAt, expiresAt, revokedAt, lastUsedAt }) => ({
      id: tokenId,
      name,
      createdBy: creator.name,
      createdAt,
      expiresAt,
      revokedAt,
      lastUsedAt,
    }))
  },
})
