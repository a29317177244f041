import { append } from '#lib/audit/append.ts'
import type { Actor, Role } from '#lib/core/actor.ts'
import { UserId } from '#lib/core/ids.ts'
import type { Db } from '#lib/db/client.ts'

const PROVIDER: Actor = { kind: 'system', job: 'people.signIn' }

/** Makes the account of a person who signs in for the first time, with the roles that the provider's groups give. */
export async function addPerson(db: Db, person: { name: string; email: string; roles: Role[] }, now: Date) {
  return db.$transaction(async (tx) => {
    const after = await tx.user.create({ data: { id: UserId.create(), ...person } })
    await append(tx, { actor: PROVIDER, action: 'people.add', at: now, reason: 'First sign-in', requestId: null }, [
      { entity: 'user', id: after.id, before: null, after },
    ])
    return after
  })
}
