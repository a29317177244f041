import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Pool, withConnection } from '#lib/db/pool.ts'
import { BOUNDED_HEAP, ROOT } from '../../bin/process-plans.ts'
import { generateAwsExport } from '../support/generate-aws-export.ts'
import { type Goal, timed } from '../support/goal.ts'

const USERS = 100_000
const MEMORY_MB = 512
const TABLES = ['identity', 'credential', 'entitlement'] as const

/**
 * `tenure import` of an account with 100,000 users, in a process of its own with the worker's heap whose largest memory the kernel tells, beside a bare COPY of the very rows that
 * came out of it into tables with the same indexes.
 */
export async function awsImport(pool: Pool, databaseUrl: string, scale: number, say: (line: string) => void): Promise<Goal[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tenure-bench-aws-'))
  try {
    const file = path.join(directory, 'account.json')
    const users = Math.round(USERS * scale)
    await pipeline(Readable.from(generateAwsExport({ users })), createWriteStream(file))
    const ours = await timed(() => importWithPeak(file, databaseUrl))
    const { rows } = await pool.query<{ records: number }>('SELECT records_read AS records FROM sync_run ORDER BY created_at DESC LIMIT 1')
    const records = rows[0]?.records ?? 0
    const raw = await rawCopy(pool, directory)
    const perSecond = (count: number, seconds: number) => `${Math.round(count / seconds).toLocaleString('en')}/s`
    say(
      `AWS export of ${users.toLocaleString('en')} users (${((await stat(file)).size / 2 ** 20).toFixed(0)} MiB, ${records.toLocaleString('en')} records): ${ours.seconds.toFixed(1)} s, ${perSecond(records, ours.seconds)}; largest memory ${ours.result} MiB`,
    )
    say(`bare COPY of the ${raw.count.toLocaleString('en')} rows that it made, same indexes: ${raw.seconds.toFixed(1)} s, ${perSecond(raw.count, raw.seconds)}`)
    return [
      { metric: 'import: largest memory of the process in MiB', value: ours.result, goal: MEMORY_MB, op: '<=' },
      { metric: 'import: seconds of ours / bare COPY of the same rows', value: ours.seconds / raw.seconds, goal: 12, op: '<=' },
    ]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Runs the import and answers the largest resident memory of its process in MiB (VmHWM). */
async function importWithPeak(file: string, databaseUrl: string): Promise<number> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, TENURE_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}` }
  const options = ['--system', `AWS ${Date.now()}`, '--kind', 'aws_iam', '--environment', 'production']
  const child = spawn(process.execPath, [...BOUNDED_HEAP, path.join(ROOT, 'bin/tenure.mjs'), 'import', file, ...options], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const complaints: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
  let peak = 0
  const looking = setInterval(() => (peak = Math.max(peak, highWater(child.pid))), 200)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearInterval(looking)
  if (code !== 0) throw new Error(`The import ended with ${code}: ${Buffer.concat(complaints).toString().slice(-2_000)}`)
  return peak
}

function highWater(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024)
  } catch {
    return 0
  }
}

/** Copies what the last import made out to files, and times it back into copies of the tables. */
async function rawCopy(pool: Pool, directory: string): Promise<{ seconds: number; count: number }> {
  return withConnection(pool, async (connection) => {
    let seconds = 0
    let count = 0
    const last = `(SELECT system_id FROM sync_run ORDER BY created_at DESC LIMIT 1)`
    for (const table of TABLES) {
      const own = table === 'identity' ? `system_id = ${last}` : `identity_id IN (SELECT id FROM identity WHERE system_id = ${last})`
      const columns = await columnsOf(connection, table)
      const file = path.join(directory, table)
      await pipeline(connection.query(copyTo(`COPY (SELECT ${columns} FROM ${table} WHERE ${own}) TO STDOUT`)), createWriteStream(file))
      await connection.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`)
      const copying = await timed(() => pipeline(createReadStream(file), connection.query(copyFrom(`COPY bench_${table} (${columns}) FROM STDIN`))))
      const counted = await connection.query<{ count: number }>(`SELECT count(*)::int AS count FROM bench_${table}`)
      await connection.query(`DROP TABLE bench_${table}`)
      seconds += copying.seconds
      count += counted.rows[0]?.count ?? 0
    }
    return { seconds, count }
  })
}

/** The columns that are written, not generated. */
async function columnsOf(connection: Parameters<Parameters<typeof withConnection>[1]>[0], table: string): Promise<string> {
  const { rows } = await connection.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}
