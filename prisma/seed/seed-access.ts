import { DAY, HOUR, MINUTE, SECOND, shift } from '#lib/core/time.ts'
import type { Connection, Pool } from '#lib/db/pool.ts'
import { parsePolicySet } from '#lib/policy/policy-set.ts'
import { type Catalogue, pastRequest } from './past-request.ts'
import type { People } from './people.ts'
import { backdate, insertRows, type Row } from './rows.ts'
import { ORDERS_STEWARDS } from './scenarios/orders-database/orders-stewards.ts'
import { PAST_ACCESS } from './scenarios/past-access.ts'
import { inOneTransaction } from './seed-estate.ts'
import { seededRandom } from './seeded-random.ts'
import { type Declared, declare } from './stewardship.ts'

type Given = { now: Date; people: People; systemId: string; connectedAt: Date }

/** What happened around the orders database since it was connected: who answers for its accounts, and the access that people asked for and gave back. */
export function seedAccess(pool: Pool, { now, people, systemId, connectedAt }: Given): Promise<void> {
  return inOneTransaction(pool, async (connection) => {
    const catalogue = await readCatalogue(connection, systemId)
    const past = PAST_ACCESS.map((wish, index) => pastRequest(wish, index, { catalogue, people, now }))
    const leases = past.flatMap(({ lease }) => lease ?? [])
    const { rows: accounts } = await connection.query<{ id: string; name: string }>('SELECT id, name FROM identity WHERE system_id = $1 ORDER BY name', [
      systemId,
    ])
    const declared = accounts.map(({ id, name }) => ({ id, ...stewardOf(id, name, { now, people, connectedAt }) }))
    const audit = [...past.flatMap((one) => one.audit), ...declared.flatMap((one) => one.audit)].toSorted(
      (one, other) => Number(one['at']) - Number(other['at']),
    )

    await insertRows(
      connection,
      'decision',
      past.map(({ decision }) => decision),
    )
    await insertRows(
      connection,
      'access_request',
      past.map(({ request }) => request),
    )
    await insertRows(
      connection,
      'approval',
      past.flatMap(({ approvals }) => approvals),
    )
    await insertRows(
      connection,
      'lease',
      leases.map(({ lease }) => lease),
    )
    await insertRows(
      connection,
      'revocation',
      leases.map(({ revocation }) => revocation),
    )
    await insertRows(
      connection,
      'lease_fact',
      leases.flatMap(({ facts }) => facts),
    )
    await insertRows(connection, 'audit_entry', audit)

    await backdate(
      connection,
      'access_request',
      past.map(({ request, turns }) => ({ id: request.id, bornAt: request.createdAt, turns })),
    )
    await backdate(
      connection,
      'lease',
      leases.map(({ lease, bornAt, turns }) => ({ id: lease.id, bornAt, turns })),
    )
    await backdate(
      connection,
      'revocation',
      leases.map(({ revocation, revocationTurns }) => ({ id: revocation.id, bornAt: revocation['requestedAt'] as Date, turns: revocationTurns })),
    )
    await backdateOrders(connection, { systemId, connectedAt, declared })
  })
}

async function readCatalogue(connection: Connection, systemId: string): Promise<Catalogue> {
  const { rows: systems } = await connection.query<Catalogue['system']>('SELECT id, kind, environment FROM system WHERE id = $1', [systemId])
  const { rows: privileges } = await connection.query<{ id: string; name: string; risk: string }>(
    'SELECT id, name, risk FROM privilege WHERE system_id = $1 AND offered',
    [systemId],
  )
  const { rows: policies } = await connection.query<{ id: string; digest: string; text: string }>(
    'SELECT id, digest, text FROM policy_version ORDER BY version DESC LIMIT 1',
  )
  const [system] = systems
  const [policy] = policies
  if (!system || !policy) throw new Error('The orders database is not connected, or no policy is published')
  return {
    system,
    privileges: Object.fromEntries(privileges.map((privilege) => [privilege.name, privilege])),
    policy: { ...policy, policies: parsePolicySet(policy.text) },
  }
}

function stewardOf(id: string, name: string, { now, people, connectedAt }: Omit<Given, 'systemId'>): Declared {
  const [team, progress, purpose] = ORDERS_STEWARDS[name] ?? ['Platform', 'untouched', 'Not known']
  const random = seededRandom(`orders:${name}`)
  return declare({ id, team, purpose, environment: 'production', firstSeenAt: shift(connectedAt, HOUR) }, progress, { now, people, random })
}

/** The register has known the accounts, their passwords, rights and the catalogue since the system was connected. */
async function backdateOrders(
  connection: Connection,
  { systemId, connectedAt, declared }: { systemId: string; connectedAt: Date; declared: readonly (Declared & { id: string })[] },
): Promise<void> {
  await connection.query('SET LOCAL session_replication_role = replica')
  const seenAt = shift(connectedAt, HOUR)
  const bornAt = shift(connectedAt, HOUR + 20 * MINUTE)
  const stewards: Row[] = declared.map(({ id, stewardship }) => ({ id, ...stewardship }))
  await connection.query(
    `UPDATE identity i SET first_seen_at = $2, owner_id = v."ownerId", purpose = v.purpose, environment = v.environment, expires_at = v."expiresAt"
       FROM jsonb_to_recordset($1::jsonb) AS v(id text, "ownerId" text, purpose text, environment text, "expiresAt" timestamptz) WHERE i.id = v.id`,
    [JSON.stringify(stewards), seenAt],
  )
  for (const held of ['credential', 'entitlement']) {
    await connection.query(`UPDATE ${held} c SET first_seen_at = $2, valid_from = $2 FROM identity i WHERE i.id = c.identity_id AND i.system_id = $1`, [
      systemId,
      seenAt,
    ])
  }
  await connection.query('UPDATE privilege SET created_at = $2, valid_from = $3 WHERE system_id = $1', [systemId, seenAt, bornAt])
  await connection.query('DELETE FROM privilege_history h USING privilege p WHERE p.id = h.row_id AND p.system_id = $1', [systemId])
  await connection.query('DELETE FROM system_history WHERE row_id = $1', [systemId])
  await connection.query('UPDATE system SET valid_from = $2 WHERE id = $1', [systemId, connectedAt])
  await backdate(
    connection,
    'identity',
    declared.map(({ id, turns }) => ({ id, bornAt: seenAt, turns })),
  )
}

/** When the orders database was connected: twelve weeks before `now`. */
export const ordersConnectedAt = (now: Date): Date => new Date(Math.floor(shift(now, -84 * DAY).getTime() / DAY) * DAY + 9 * HOUR + 12 * SECOND)
