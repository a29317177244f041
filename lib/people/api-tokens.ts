import type { Actor } from '#lib/core/actor.ts'
import { MINUTE } from '#lib/core/time.ts'
import { randomSecret } from '#lib/crypto/random.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import type { Db } from '#lib/db/client.ts'

const PREFIX = 'tnr_'

/** A new token, and what the table holds of it. The prefix lets secret scanners know it by its look. */
export function newApiToken(): { token: string; tokenHash: string } {
  const token = PREFIX + randomSecret()
  return { token, tokenHash: sha256Hex(token) }
}

/** Whoever shows this token, or null: unknown, expired (at its very instant), revoked, or made by somebody who has left. Its last use is noted once a minute. */
export async function findTokenActor(db: Db, token: string, now: Date): Promise<Extract<Actor, { kind: 'token' }> | null> {
  if (!token.startsWith(PREFIX)) return null
  const row = await db.apiToken.findUnique({ where: { tokenHash: sha256Hex(token) }, include: { creator: { select: { active: true } } } })
  if (!row || row.revokedAt || row.expiresAt <= now || !row.creator.active) return null
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= MINUTE) await db.apiToken.update({ where: { id: row.id }, data: { lastUsedAt: now } })
  return { kind: 'token', tokenId: row.id, name: row.name, scopes: row.scopes, systemId: row.systemId }
}
