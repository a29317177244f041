import 'server-only'
import { cookies } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import { config } from '#lib/config/config.ts'
import { TenureError } from '#lib/core/errors.ts'
import { randomSecret } from '#lib/crypto/random.ts'
import { authOptions } from '#lib/people/auth-options.ts'
import { closeSession, openSession, sessionCookieName } from '#lib/people/sessions.ts'
import { services } from './services.ts'

/** How people sign in here. */
export const signInOptions = (): NextAuthOptions => authOptions(config(), services().db)

/** What the sign-in page offers: the company's provider, and in the demo the sample people. */
export async function signInChoices() {
  const people = config().TENURE_DEMO
    ? await services().db.user.findMany({
        where: { sample: true, active: true },
        orderBy: { createdAt: 'asc' },
        select: { id: true, name: true, email: true, roles: true },
      })
    : []
  return { provider: config().OIDC_ISSUER !== undefined, people }
}

/** Signs in as one of the sample people. Exists in the demo alone: anywhere else it is `not_found`. */
export async function signInAsSample(userId: string): Promise<void> {
  const { db } = services()
  const person = config().TENURE_DEMO ? await db.user.findFirst({ where: { id: userId, sample: true, active: true } }) : null
  if (!person) throw new TenureError('not_found', 'There is no such sample person')
  const token = randomSecret()
  const expires = await openSession(db, person.id, token, new Date())
  const secure = config().TENURE_URL.startsWith('https:')
  ;(await cookies()).set(sessionCookieName(config().TENURE_URL), token, { httpOnly: true, sameSite: 'lax', path: '/', secure, expires })
}

/** Ends the session on the server, then forgets its cookie. */
export async function signOut(): Promise<void> {
  const name = sessionCookieName(config().TENURE_URL)
  const jar = await cookies()
  const token = jar.get(name)?.value
  if (token) await closeSession(services().db, token, new Date())
  jar.delete(name)
}

/** Whether this deployment shows sample data. */
export const isDemo = (): boolean => config().TENURE_DEMO

/** What stands before a role in the name of the provider's group that gives it. */
export const rolePrefix = (): string => config().OIDC_ROLE_PREFIX
