import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Context } from '#lib/command/context.ts'
import { config } from '#lib/config/config.ts'
import type { Actor } from '#lib/core/actor.ts'
import { findSessionActor, sessionCookieName } from '#lib/people/sessions.ts'
import { services } from './services.ts'

type Person = Extract<Actor, { kind: 'user' }>

/** The person who is signed in, or null. Read once per request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const token = (await cookies()).get(sessionCookieName(config().TENURE_URL))?.value
  return token ? findSessionActor(services().db, token, new Date()) : null
})

/** The context of this request, one instant for all of it. Sends whoever is not signed in to the sign-in page. */
export const currentContext = cache(async (): Promise<Context & { actor: Person }> => {
  const actor = await currentPerson()
  if (!actor) redirect('/signin')
  const requestId = (await headers()).get('x-request-id')
  return { db: services().db, pool: services().pool, keyring: config().TENURE_ENCRYPTION_KEYS, actor, now: new Date(), requestId }
})
