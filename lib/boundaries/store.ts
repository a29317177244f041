import { TenureError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Boundary } from '#lib/db/generated/client.ts'
import type { Cell } from './schemas.ts'

/** The boundary of a cell, locked until the transaction ends, or null where none is declared. */
export async function findBoundary(tx: Tx, { class: identityClass, environment }: Cell): Promise<Boundary | null> {
  await tx.$queryRaw`SELECT id FROM boundary WHERE class = ${identityClass} AND environment = ${environment} FOR UPDATE`
  return tx.boundary.findUnique({ where: { class_environment: { class: identityClass, environment } } })
}

/** The boundary of a cell, locked. Throws `not_found`. */
export async function getBoundary(tx: Tx, cell: Cell): Promise<Boundary> {
  const boundary = await findBoundary(tx, cell)
  if (!boundary) throw new TenureError('not_found', 'Nothing is declared for this class in this environment yet: declare its boundary first')
  return boundary
}

/** Throws `invalid` on `field` when one of these systems does not exist. */
export async function requireSystems(tx: Tx, ids: readonly string[], field: string): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const message = 'One of these systems does not exist any more: reload, and choose again'
  if ((await tx.system.count({ where: { id: { in: wanted } } })) < wanted.length)
    throw new TenureError('invalid', `${field}: ${message}`, { fields: { [field]: message } })
}

/** What a boundary was when a form was loaded, as one short text. */
export const revisionOf = (boundary: { updatedAt: Date }): string => boundary.updatedAt.toISOString()
