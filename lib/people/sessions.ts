import { append } from '#lib/audit/append.ts'
import type { Actor, Role } from '#lib/core/actor.ts'
import { HOUR, shift } from '#lib/core/time.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import type { Db } from '#lib/db/client.ts'

/** A session ends on the server after a working day, whatever its cookie says. */
export const SESSION_MS = 8 * HOUR

/** The cookie that carries a session's token; over https it may only be sent over https. */
export function sessionCookieName(url: string): string {
  return url.startsWith('https:') ? '__Secure-next-auth.session-token' : 'next-auth.session-token'
}

type Person = Extract<Actor, { kind: 'user' }>

/** The person behind a session token, or null when the session has ended on the server or the person is no longer active. */
export async function findSessionActor(db: Db, token: string, now: Date): Promise<Person | null> {
  const session = await db.session.findUnique({ where: { tokenHash: sha256Hex(token) }, include: { user: true } })
  if (!session || session.expiresAt <= now || !session.user.active) return null
  return { kind: 'user', userId: session.userId, name: session.user.name, roles: session.user.roles as Role[] }
}

/** Opens a session for a person and records the sign-in. The table holds only the hash of the token. */
export async function openSession(db: Db, userId: string, token: string, now: Date): Promise<Date> {
  const expiresAt = shift(now, SESSION_MS)
  await db.$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    await tx.session.create({ data: { tokenHash: sha256Hex(token), userId, expiresAt, createdAt: now } })
    const actor: Person = { kind: 'user', userId, name: user.name, roles: user.roles as Role[] }
    await append(tx, { actor, action: 'people.signIn', at: now, reason: null, requestId: null }, [
      { entity: 'user', id: userId, before: null, after: { sessionUntil: expiresAt } },
    ])
  })
  return expiresAt
}

/** Ends a session on the server: its cookie is worth nothing from then on. */
export async function closeSession(db: Db, token: string, now: Date): Promise<void> {
  const actor = await findSessionActor(db, token, now)
  await db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { tokenHash: sha256Hex(token) } })
    if (!actor || count === 0) return
    const change = { entity: 'user', id: actor.userId, before: { signedIn: true }, after: { signedIn: false } }
    await append(tx, { actor, action: 'people.signOut', at: now, reason: null, requestId: null }, [change])
  })
}
