import pg from 'pg'
import pino from 'pino'
import type { LeaseId } from '#lib/core/ids.ts'
import { randomSecret } from '#lib/crypto/random.ts'
import { advanceLease } from '#lib/jobs/lease-engine/advance-lease.ts'
import { completeLease } from '#lib/leases/complete-lease.ts'
import { scramVerifier } from '#lib/systems/drivers/postgresql/scram.ts'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { type Goal, inParallel, timed } from './support/goal.ts'
import { benchServer } from './support/server.ts'

const CYCLES = 400

/** Lease cycles (mint, positive probe, end, re-read, negative probe; all our rows and audit entries included) beside the same statements and logins in bare SQL on the same server. */
export async function leases(scale: number, say: (line: string) => void): Promise<Goal[]> {
  const server = await benchServer()
  try {
    const target = { port: server.port, url: server.url, stop: async () => {} }
    await prepareByTheGuide(target)
    const world = await leaseWorld(
      { name: 'bench', url: server.url('tenure_bench'), db: server.db, pool: server.pool },
      { settings: guideSettings(target, 'tenure_broker'), privilege: 'app_reader' },
      () => new Date(),
    )
    const worker = { ...world.worker, log: pino({ level: 'warn' }) }
    const total = Math.max(8, Math.round(CYCLES * scale))
    const goals: Goal[] = []
    for (const atOnce of [1, 4]) {
      const granted: LeaseId[] = []
      for (let n = 0; n < total; n++) granted.push(await world.aLease())
      const ours = await timed(() =>
        inParallel(total, atOnce, async (index) => {
          const id = granted[index] as LeaseId
          await advanceLease(worker, id)
          await completeLease(world.as(world.requester), { id })
          await advanceLease(worker, id)
        }),
      )
      const confirmed = await server.db.revocation.count({ where: { leaseId: { in: granted }, state: 'confirmed' } })
      if (confirmed !== total) throw new Error(`Only ${confirmed} of ${total} leases were confirmed`)
      const raw = await bareCycles(server.port, total, atOnce)
      say(`${atOnce} at once: ours ${(total / ours.seconds).toFixed(1)} cycles/s, bare SQL ${(total / raw).toFixed(1)} cycles/s`)
      goals.push({ metric: `cycles/s of ours / bare SQL, ${atOnce} at once`, value: raw / ours.seconds, goal: 0.12, op: '>=' })
    }
    await world.worker.connections.close()
    return goals
  } finally {
    await server.stop()
  }
}

/** The statements and logins that a cycle needs on the target, and nothing else. Answers seconds. */
async function bareCycles(port: number, total: number, atOnce: number): Promise<number> {
  const { username, password, database } = guideSettings({ port, url: String, stop: async () => {} }, 'tenure_broker') as Record<string, string>
  const clients = Array.from(
    { length: atOnce },
    () => new pg.Client({ host: '127.0.0.1', port, database: database ?? '', user: username ?? '', password: password ?? '' }),
  )
  await Promise.all(clients.map((client) => client.connect()))
  const logsIn = async (user: string, secret: string) => {
    const holder = new pg.Client({ host: '127.0.0.1', port, database: database ?? '', user, password: secret })
    holder.on('error', () => {})
    try {
      await holder.connect()
      return true
    } catch {
      return false
    } finally {
      await holder.end().catch(() => {})
    }
  }
  const { seconds } = await timed(() =>
    inParallel(total, atOnce, async (index, hand) => {
      const client = clients[hand] as pg.Client
      const role = `bare_${atOnce}_${index}`
      const secret = randomSecret()
      const verifier = await scramVerifier(secret, { iterations: 1 })
      await client.query('BEGIN')
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${verifier}' VALID UNTIL '2099-01-01' CONNECTION LIMIT 5`)
      await client.query(`GRANT app_reader TO ${role}`)
      await client.query('COMMIT')
      if (!(await logsIn(role, secret))) throw new Error('The bare role cannot log in')
      await client.query(`ALTER ROLE ${role} NOLOGIN`)
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role])
      await client.query(`REVOKE app_reader FROM ${role}`)
      await client.query(`DROP ROLE ${role}`)
      await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
      if (await logsIn(role, secret)) throw new Error('The bare role still logs in')
      await client.query('SELECT 1 FROM pg_stat_activity WHERE usename = $1', [role])
    }),
  )
  await Promise.all(clients.map((client) => client.end()))
  return seconds
}
