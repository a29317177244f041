import type { Adapter, AdapterUser } from 'next-auth/adapters'
import type { Role } from '#lib/core/actor.ts'
import type { Db } from '#lib/db/client.ts'
import { addPerson } from './add-person.ts'
import { closeSession, findSessionActor, openSession } from './sessions.ts'

declare module 'next-auth/adapters' {
  interface AdapterUser {
    roles: Role[]
    /** False where the provider says that it has not checked the address. */
    addressChecked?: boolean
  }
}

type Row = { id: string; name: string; email: string; roles: string[] }
const asUser = (row: Row): AdapterUser => ({ id: row.id, name: row.name, email: row.email, emailVerified: null, roles: row.roles as Role[] })
const orNull = (row: Row | null | undefined) => (row ? asUser(row) : null)

/**
 * next-auth's storage. A person is known by provider and subject, never by email alone: two providers that both claim an address do not
 * share an account.
 */
export function authAdapter(db: Db): Adapter {
  return {
    createUser: async ({ name, email, roles, addressChecked = true }: Omit<AdapterUser, 'id'>) => {
      return asUser(await addPerson(db, { name: name ?? email, email: email.toLowerCase(), roles, emailVerified: addressChecked }, new Date()))
    },
    getUser: async (id) => orNull(await db.user.findUnique({ where: { id } })),
    // Whom a directory announced and who has not signed in yet is taken up by `createUser`
    getUserByEmail: async (email) => orNull(await db.user.findFirst({ where: { email: email.toLowerCase(), accounts: { some: {} } } })),
    getUserByAccount: async (key) => {
      const account = await db.account.findUnique({
        where: { provider_providerAccountId: { provider: key.provider, providerAccountId: key.providerAccountId } },
        include: { user: true },
      })
      return orNull(account?.user)
    },
    updateUser: async ({ id }) => asUser(await db.user.findUniqueOrThrow({ where: { id } })),
    linkAccount: async ({ provider, providerAccountId, userId }: { provider: string; providerAccountId: string; userId: string }) => {
      await db.account.create({ data: { provider, providerAccountId, userId } })
    },
    createSession: async ({ sessionToken, userId }) => ({ sessionToken, userId, expires: await openSession(db, userId, sessionToken, new Date()) }),
    getSessionAndUser: async (token) => {
      const now = new Date()
      const actor = await findSessionActor(db, token, now)
      const row = actor && (await db.user.findUnique({ where: { id: actor.userId } }))
      return row ? { user: asUser(row), session: { sessionToken: token, userId: row.id, expires: new Date(now.getTime() + 60_000) } } : null
    },
    // A session is not prolonged by using it: it ends when it was said to end.
    updateSession: async () => null,
    deleteSession: (token) => closeSession(db, token, new Date()),
  }
}
