import type pg from 'pg'
import { escapeIdentifier } from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, LeaseAccount, StepFacts } from '#lib/systems/driver.ts'
import { beginFor, lookAtAccount, withRightsOf } from './account.ts'
import { inTransaction, type PostgresqlConnection } from './connect.ts'
import { revokeMemberships } from './memberships.ts'

/** Where the role owns something or holds a right on it; any account may read this catalogue. `database` is null for what the whole server shares. */
const DEPENDENTS = `
SELECT d.datname AS database, count(*)::int AS objects FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
 WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = $1::oid GROUP BY d.datname ORDER BY d.datname NULLS FIRST`

/** In the client's database: what the account owns goes to the group that was lent, since it is people's data; then nothing but rights is left to be dropped. */
async function handOver(client: pg.ClientBase, account: LeaseAccount): Promise<void> {
  const role = escapeIdentifier(account.account)
  await inTransaction(client, beginFor(account.account), async () => {
    const group = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [account.privilege])
    if (group.rowCount === 0) {
      throw new TenureError(
        'conflict',
        `The account owns objects that would go to the role "${account.privilege}", which is gone: create it again, or hand them over yourself`,
      )
    }
    await withRightsOf(client, [account.account, account.privilege], async () => {
      await client.query(`REASSIGN OWNED BY ${role} TO ${escapeIdentifier(account.privilege)}`)
      await client.query(`DROP OWNED BY ${role}`)
    })
  })
}

/**
 * Takes away what the account holds: objects in every database where it has any (anybody may make a large object wherever they may connect), rights, memberships.
 * A membership that somebody else granted on 16 or later may stay; it goes with the account, and the facts name it.
 */
export async function removeRights(
  client: pg.ClientBase,
  account: LeaseAccount,
  { connection, options }: { connection: PostgresqlConnection; options: CallOptions | undefined },
): Promise<Omit<StepFacts, 'step'>> {
  const before = await lookAtAccount(client, account)
  if (!before.role) return { at: before.at, changed: false, rows: 0, detail: 'The account does not exist' }
  const { oid } = before.role
  const dependents = await client.query<{ database: string | null; objects: number }>(DEPENDENTS, [oid])
  const home = connection.settings.database
  for (const database of new Set(dependents.rows.map((row) => row.database ?? home))) {
    if (database === home) await handOver(client, account)
    else await connection.withFreshClient({ ...options, database }, (elsewhere) => handOver(elsewhere, account))
  }
  const memberships = await inTransaction(client, beginFor(account.account), () => revokeMemberships(client, account.account, null))
  const remaining = await client.query<{ database: string | null; objects: number }>(DEPENDENTS, [oid])
  if (remaining.rows.length > 0) throw new TenureError('conflict', 'The account still owns objects or holds rights on them after they were handed over')
  const after = await lookAtAccount(client, account)
  const objects = dependents.rows.reduce((sum, row) => sum + row.objects, 0)
  const parts = [
    ...(objects > 0
      ? [
          `${objects} object(s) or right(s) handed over to ${account.privilege} or dropped, in ${dependents.rows.map((row) => row.database ?? 'the whole server').join(', ')}`,
        ]
      : []),
    ...(memberships.revoked.length > 0 ? [`no longer a member of ${memberships.revoked.join(', ')}`] : []),
    ...(memberships.left.length > 0 ? [`still a member of ${memberships.left.join(', ')}, granted by somebody else`] : []),
  ]
  const rows = objects + memberships.revoked.length
  return { at: after.at, changed: rows > 0, rows, detail: parts.length > 0 ? parts.join('; ') : 'The account held nothing' }
}
