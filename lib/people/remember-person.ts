import { append } from '#lib/audit/append.ts'
import type { Actor, Role } from '#lib/core/actor.ts'
import type { Db } from '#lib/db/client.ts'

const PROVIDER: Actor = { kind: 'system', job: 'people.signIn' }

/** Takes over what the provider says of a person at sign-in: roles and name. What is as before leaves no audit entry. */
export async function rememberPerson(db: Db, userId: string, said: { roles: Role[]; name?: string }, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    const name = said.name ?? before.name
    if (name === before.name && said.roles.join() === before.roles.join()) return
    const after = await tx.user.update({ where: { id: userId }, data: { roles: said.roles, name } })
    const change = { entity: 'user', id: userId, before, after }
    await append(tx, { actor: PROVIDER, action: 'people.takeRoles', at: now, reason: 'As the sign-in provider says', requestId: null }, [change])
  })
}
