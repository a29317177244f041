import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '#lib/command/context.ts'
import { UserId } from '#lib/core/ids.ts'
import { NOW } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { awsImport } from './inventory/aws-import.ts'
import { listQueries } from './inventory/list-queries.ts'
import { pageLoad } from './inventory/page-load.ts'
import { type Goal, timed } from './support/goal.ts'
import { benchServer } from './support/server.ts'

const IDENTITIES = 1_000_000

/** A credential of each identity and two entitlements, so that the counts beside a row are real. */
const HOLDINGS = [
  `INSERT INTO credential (id, identity_id, external_id, kind, enabled, last_use_known, first_seen_at)
   SELECT 'crd_' || right(id, 26), id, 'password', 'password', true, 'unknown', $1::timestamptz FROM identity`,
  `INSERT INTO entitlement (id, identity_id, external_id, resource, resource_kind, action, granted_via, last_use_known, first_seen_at)
   SELECT 'ent_' || left(md5(i.id || n), 26), i.id, 'grant ' || n, 'orders', 'table', 'SELECT', 'direct', 'unknown', $1::timestamptz FROM identity i CROSS JOIN generate_series(1, 2) n`,
]

/** The register at a million identities: its lists beside the best SQL by hand, its pages under ten people, and a large import beside a bare COPY. */
export async function inventory(scale: number, say: (line: string) => void): Promise<Goal[]> {
  const server = await benchServer()
  try {
    const { db, pool } = server
    const count = Math.round(IDENTITIES * scale)
    const filling = await timed(async () => {
      const ids = await aLargeEstate(pool, count)
      for (const text of HOLDINGS) await pool.query({ text, values: [NOW] })
      await pool.query('VACUUM ANALYZE')
      return ids
    })
    say(
      `${count.toLocaleString('en')} identities, as many credentials and twice as many entitlements in ${filling.seconds.toFixed(0)} s (digest ${await digestOf(pool)})`,
    )
    const auditor = await db.user.create({ data: { id: UserId.create(), email: 'auditor@example.test', name: 'Auditor', roles: ['auditor'] } })
    const actor = { kind: 'user', userId: auditor.id, name: auditor.name, roles: ['auditor'] } as const
    const keyring = { currentId: 'bench', keys: { bench: new Uint8Array(randomBytes(32)) } }
    const context: Context = { db, pool, keyring, actor, now: NOW, requestId: null }
    const lists = await listQueries(context, filling.result, say)
    await pageLoad(db, server.url('tenure_bench'), auditor.id, say)
    return [...lists, ...(await awsImport(pool, server.url('tenure_bench'), scale, say))]
  } finally {
    await server.stop()
  }
}

/** What the estate is, in eight digits: the same at each run. */
async function digestOf(pool: Context['pool']): Promise<string> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT concat(count(*), ' ', sum(hashtext(name)::bigint), ' ', sum(hashtext(coalesce(owner_id, ''))::bigint), ' ', sum(extract(epoch FROM coalesce(expires_at, '2000-01-01')))) AS text FROM identity`,
  )
  return createHash('sha256')
    .update(rows[0]?.text ?? '')
    .digest('hex')
    .slice(0, 8)
}
