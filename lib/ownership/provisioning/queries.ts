import type { Role } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { UserId } from '#lib/core/ids.ts'
import { query } from '#lib/command/query.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { type Condition, PeoplePage, PersonById } from './schemas.ts'
import { KNOWN, VERSION } from './store.ts'

const { sql } = Prisma

export type ProvisionedPerson = {
  id: UserId
  email: string
  name: string
  roles: Role[]
  active: boolean
  createdAt: Date
  changedAt: Date
  /** Changes with every change of the row. */
  version: string
}

const COLUMNS = sql`u.id, u.email, u.name, u.roles, u.active, u.created_at AS "createdAt", u.valid_from AS "changedAt", ${VERSION} AS version`

/** A person, as the directory sees them. Throws `not_found`, also for who was deleted. */
export const showPerson = query({
  permission: 'ownership.readProvisioning',
  input: PersonById,
  async run({ pool }, { id }): Promise<ProvisionedPerson> {
    const { rows } = await pool.query<ProvisionedPerson>(sql`SELECT ${COLUMNS} FROM app_user u WHERE u.id = ${id} AND ${KNOWN}`)
    const [person] = rows
    if (!person) throw new TenureError('not_found', 'There is no such person')
    return person
  },
})

/** A page of the people whom the directory knows, in the order in which they came, with how many there are in all. */
export const listKnownPeople = query({
  permission: 'ownership.readProvisioning',
  input: PeoplePage,
  async run({ pool }, { conditions, offset, limit }): Promise<{ people: ProvisionedPerson[]; total: number }> {
    const where = Prisma.join([KNOWN, ...conditions.map(asSql)], ' AND ')
    const [people, counted] = await Promise.all([
      pool.query<ProvisionedPerson>(sql`SELECT ${COLUMNS} FROM app_user u WHERE ${where} ORDER BY u.id LIMIT ${limit} OFFSET ${offset}`),
      pool.query<{ total: number }>(sql`SELECT count(*)::int AS total FROM app_user u WHERE ${where}`),
    ])
    return { people: people.rows, total: counted.rows[0]?.total ?? 0 }
  },
})

function asSql({ field, value }: Condition): Prisma.Sql {
  switch (field) {
    case 'email':
      return sql`u.email = ${value.toLowerCase()}`
    case 'id':
      return sql`u.id = ${value}`
    case 'active':
      return sql`u.active = ${value}`
    case 'unknown':
      return sql`FALSE`
  }
}
