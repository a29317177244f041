import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'
import { NOW } from './contexts.ts'

/** One of the given expressions by `n`, mixed up with `salt` so that columns do not go together. */
const pick = (salt: number, ...values: string[]) => `(ARRAY[${values.join(', ')}])[1 + abs(hashint4(n * 31 + ${salt})::bigint) % ${values.length}]`
const chance = (salt: number, percent: number) => `abs(hashint4(n * 17 + ${salt})::bigint) % 100 < ${percent}`
const days = (salt: number, from: number, to: number) =>
  `$1::timestamptz + (${from} + abs(hashint4(n * 13 + ${salt})::bigint) % ${to - from}) * interval '1 day'`

const PEOPLE = `INSERT INTO app_user (id, email, name, roles)
  SELECT 'usr_' || lpad(n::text, 26, '0'), 'person' || n || '@example.test', 'Person ' || n % 40, ARRAY['owner'] FROM generate_series(1, 60) n`
const SYSTEMS = `INSERT INTO system (id, kind, name, environment)
  SELECT 'sys_' || lpad(n::text, 26, '0'), 'postgresql', 'Database ' || n, 'production' FROM generate_series(1, 12) n`
const IDENTITIES = `INSERT INTO identity (id, system_id, external_id, name, class, class_reason, enabled, privileged, last_used_at, last_use_known, owner_id, purpose, environment, expires_at, first_seen_at, last_seen_at, vanished_at)
  SELECT 'nhi_' || lpad(n::text, 26, '0'), 'sys_' || lpad((1 + abs(hashint4(n)::bigint) % 12)::text, 26, '0'), 'account ' || n,
         ${pick(1, `'payroll'`, `'deploy'`, `'backup'`, `'metrics'`, `'Ärger'`, `'_import'`)} || '-' || n % greatest(1, $2::int / 4),
         ${pick(2, `'service_account'`, `'service_account'`, `'service_account'`, `'workload'`, `'ci_runner'`, `'ai_agent'`, `'human_admin'`)}, 'generated', ${chance(3, 90)}, ${chance(4, 5)},
         CASE WHEN known <> 'unknown' AND ${chance(5, 60)} THEN ${days(6, -300, 0)} END, known,
         CASE WHEN ${chance(7, 55)} THEN 'usr_' || lpad((1 + abs(hashint4(n + 8)::bigint) % 50)::text, 26, '0') END,
         CASE WHEN ${chance(9, 45)} THEN 'Generated purpose ' || n % 100 END,
         CASE WHEN ${chance(10, 70)} THEN ${pick(11, `'production'`, `'production'`, `'staging'`, `'development'`, `'sandbox'`)} END,
         CASE WHEN ${chance(12, 40)} THEN ${days(13, -60, 400)} END, ${days(14, -200, -1)}, $1::timestamptz, CASE WHEN ${chance(15, 1)} THEN ${days(16, -30, -1)} END
    FROM (SELECT n, ${pick(17, `'exact'`, `'logs'`, `'logs'`, `'unknown'`)} AS known FROM generate_series(1, $2::int) n) numbered`

/** One team with a hundredth of all as its own, another to which a system falls, and people who own nothing: 58 is of both teams, 59 backs up three and sponsors two. */
const TEAMS = [
  `INSERT INTO team (id, name, lead_id, created_at) SELECT 'tea_' || lpad(n::text, 26, '0'), 'Team ' || n, 'usr_' || lpad('58', 26, '0'), now() FROM generate_series(1, 3) n`,
  `INSERT INTO team_member (team_id, user_id) SELECT 'tea_' || lpad(n::text, 26, '0'), 'usr_' || lpad('58', 26, '0') FROM generate_series(1, 2) n`,
  `UPDATE system SET team_id = 'tea_' || lpad('2', 26, '0') WHERE id = 'sys_' || lpad('5', 26, '0')`,
  `UPDATE identity SET team_id = 'tea_' || lpad('1', 26, '0') WHERE id IN (SELECT 'nhi_' || lpad((n * 97)::text, 26, '0') FROM generate_series(1, (SELECT count(*) FROM identity)::int / 100) n)`,
  `UPDATE identity SET backup_ids = ARRAY['usr_' || lpad('59', 26, '0')] WHERE id IN (SELECT 'nhi_' || lpad((n * 11)::text, 26, '0') FROM generate_series(1, 3) n)`,
  `UPDATE identity SET sponsor_id = 'usr_' || lpad('59', 26, '0') WHERE id IN (SELECT 'nhi_' || lpad((n * 13)::text, 26, '0') FROM generate_series(1, 2) n)`,
]

/**
 * Fills an empty database with `identities` identities of 12 systems and 60 people, the same at each call: names and dates that occur
 * several times, and nulls in everything that can be null. Returns the ids of one owner, one system, one team and two people who own nothing.
 */
export async function aLargeEstate(pool: Pool, identities: number) {
  await pool.query(PEOPLE)
  await pool.query(SYSTEMS)
  await pool.query({ text: IDENTITIES, values: [NOW, identities] })
  for (const text of TEAMS) await pool.query(text)
  await pool.query(Prisma.sql`ANALYZE`)
  const id = (prefix: string, n: number) => `${prefix}_${String(n).padStart(26, '0')}`
  return { ownerId: id('usr', 7), systemId: id('sys', 3), teamId: id('tea', 1), memberId: id('usr', 58), backupId: id('usr', 59) }
}
