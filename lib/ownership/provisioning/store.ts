import { TenureError } from '#lib/core/errors.ts'
import type { UserId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { getPerson } from '../succession/store.ts'

const { sql } = Prisma

/**
 * Whether the directory still knows person `u`. The row of somebody whom it deleted stays, because what they owned and did hangs on it; that they were
 * deleted is told by the audit log. An admin who takes them back makes them known again.
 */
export const KNOWN = sql`(u.active OR (
  SELECT a.action FROM audit_entry a
   WHERE a.entity = 'user' AND a.entity_id = u.id AND a.action IN ('ownership.provisionPerson', 'ownership.deprovisionPerson')
   ORDER BY a.at DESC, a.id DESC LIMIT 1) IS DISTINCT FROM 'ownership.deprovisionPerson')`

/** The version of person `u`: the instant of its last change in microseconds. */
export const VERSION = sql`(extract(epoch FROM u.valid_from) * 1000000)::bigint::text`

/** A person whom the directory knows, locked until the transaction ends, with the version of the row. Throws `not_found`. */
export async function getKnownPerson(tx: Tx, id: UserId) {
  const person = await getPerson(tx, id)
  const [row] = await tx.$queryRaw<{ known: boolean; version: string }[]>(
    sql`SELECT ${KNOWN} AS known, ${VERSION} AS version FROM app_user u WHERE u.id = ${id}`,
  )
  if (!row?.known) throw new TenureError('not_found', 'There is no such person')
  return { person, version: row.version }
}

/** Whoever has this address and was deleted by the directory, locked until the transaction ends; null for nobody. Throws `conflict` when somebody whom it knows has it. */
export async function findDeletedPerson(tx: Tx, email: string) {
  const [row] = await tx.$queryRaw<{ id: UserId }[]>(sql`SELECT id FROM app_user WHERE email = ${email} FOR UPDATE`)
  if (!row) return null
  const [state] = await tx.$queryRaw<{ known: boolean }[]>(sql`SELECT ${KNOWN} AS known FROM app_user u WHERE u.id = ${row.id}`)
  if (state?.known !== false) throw addressTaken(email)
  return getPerson(tx, row.id)
}

/** What is said when two people would have one address. */
export function addressTaken(email: string): TenureError {
  return new TenureError('conflict', `There is a person with the address ${email} already`, { fields: { email: 'This address is taken' } })
}

/** The work's result, with a unique key that was taken told as a conflict of addresses. The transaction is lost then. */
export async function withFreeAddress<T>(email: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw addressTaken(email)
    throw error
  }
}
