import { append } from '#lib/audit/append.ts'
import type { Actor, Role } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { UserId } from '#lib/core/ids.ts'
import type { Db } from '#lib/db/client.ts'

const PROVIDER: Actor = { kind: 'system', job: 'people.signIn' }

/** Whoever signs in for the first time; `emailVerified` is false where the provider says that it has not checked the address. */
export type Newcomer = { name: string; email: string; roles: Role[]; emailVerified: boolean }

/**
 * Makes the account of a person who signs in for the first time, with the roles that the provider's groups give. Whom a directory announced before (a row with
 * this address and no account) becomes that person. Throws `forbidden` for one who has left, and for an address that the provider has not checked.
 */
export async function addPerson(db: Db, { emailVerified, ...person }: Newcomer, now: Date) {
  return db.$transaction(async (tx) => {
    const announced = await tx.user.findFirst({ where: { email: person.email, accounts: { none: {} } } })
    if (announced && !(announced.active && emailVerified))
      throw new TenureError('forbidden', 'This address belongs to somebody else, or to somebody who has left')
    const after = announced
      ? await tx.user.update({ where: { id: announced.id }, data: { name: person.name, roles: person.roles } })
      : await tx.user.create({ data: { id: UserId.create(), ...person } })
    await append(tx, { actor: PROVIDER, action: 'people.add', at: now, reason: 'First sign-in', requestId: null }, [
      { entity: 'user', id: after.id, before: announced, after },
    ])
    return after
  })
}
