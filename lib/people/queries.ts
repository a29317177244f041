import { z } from 'zod'
import type { Actor, Role } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { UserId } from '#lib/core/ids.ts'
import type { Db } from '#lib/db/client.ts'
import { may } from './permissions.rules.ts'

export type PersonRow = { id: UserId; name: string; email: string; roles: Role[] }

const PeopleFilter = z.object({ q: z.string().trim().max(200).catch('').default('') })

/**
 * People who can be chosen: those that are active, by name; with `q`, those whose name or address has it. At most 1,000. Throws `forbidden`.
 * This room stands above `command`, so it asks for the permission itself.
 */
export async function listPeople({ db, actor }: { db: Db; actor: Actor }, input: unknown): Promise<PersonRow[]> {
  if (!may(actor, 'people.read')) throw new TenureError('forbidden', 'This needs a role: an admin gives you one')
  const { q } = PeopleFilter.parse(input)
  const contains = { contains: q, mode: 'insensitive' } as const
  const found = q ? { OR: [{ name: contains }, { email: contains }] } : {}
  const rows = await db.user.findMany({
    where: { active: true, ...found },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 1_000,
    select: { id: true, name: true, email: true, roles: true },
  })
  return rows.map((row) => ({ ...row, id: row.id as UserId, roles: row.roles as Role[] }))
}
