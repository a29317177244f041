import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { approveRequest } from '#lib/access/approve-request.ts'
import { requestAccess } from '#lib/access/request-access.ts'
import { generateSigningKey } from '#lib/crypto/signing.ts'
import { completeLease } from '#lib/leases/complete-lease.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { asSuperuser, guideSettings, postgresqlTarget, type PostgresServer } from '#lib/systems/testing/postgresql-target.ts'
import { TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { type FaultProxy, startFaultProxy } from '#lib/testing/pg-fault-proxy.ts'

const data = await testData()
const ROOT = path.resolve(import.meta.dirname, '../../..')
const signingKey = generateSigningKey().privateKey
const workers = new Set<ChildProcess>()

let server: PostgresServer
let proxy: FaultProxy
let world: Awaited<ReturnType<typeof leaseWorld>>
beforeAll(async () => {
  const started = await eachPostgres[0]?.[1]()
  if (!started) throw new Error('The embedded server did not start')
  server = started
  await postgresqlTarget(server)
  proxy = await startFaultProxy(server.port)
  world = await leaseWorld(data, { settings: guideSettings(server, 'tenure_broker', proxy.port), privilege: 'app_reader' }, () => new Date())
}, 120_000)
afterEach(() => proxy.clear())
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await proxy.close()
  await server.stop()
}, 60_000)

/** A real worker process over the test's database. */
function startWorkerProcess(): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: data.url,
    TENURE_URL: 'http://127.0.0.1:1',
    TENURE_SESSION_SECRET: 'x'.repeat(32),
    TENURE_ENCRYPTION_KEYS: `${TEST_KEYRING.currentId}:${Buffer.from(TEST_KEYRING.keys['test'] ?? []).toString('base64')}`,
    TENURE_SIGNING_KEY: signingKey,
    TENURE_DEMO: '1',
    TENURE_LOG_LEVEL: 'error',
  }
  const worker = spawn(process.execPath, [path.join(ROOT, 'bin/tenure.mjs'), 'worker'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  workers.add(worker)
  return worker
}

async function kill(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
  workers.delete(worker)
}

async function approvedRequest(): Promise<string> {
  const { id } = await requestAccess(world.as(world.requester), {
    privilegeId: world.privilege.id,
    purpose: 'restore drill of last night',
    ticket: 'OPS-1',
    durationSeconds: 3_600,
  })
  await approveRequest(world.as(world.approver), { id, comment: 'as planned' })
  return id
}

const leaseOf = (requestId: string) => data.db.lease.findUnique({ where: { requestId }, include: { revocation: true, facts: true } })

async function untilLease(requestId: string, wanted: (lease: NonNullable<Awaited<ReturnType<typeof leaseOf>>>) => boolean) {
  for (let n = 0; n < 600; n++) {
    const lease = await leaseOf(requestId)
    if (lease && wanted(lease)) return lease
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The lease did not get there: ${JSON.stringify(await leaseOf(requestId))}`)
}

async function leaseRolesOnTarget(): Promise<number> {
  const { rows } = await asSuperuser(server, (client) =>
    client.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname LIKE 'tenure_lse%'`),
  )
  return rows[0]?.n ?? -1
}

async function endsRight(requestId: string) {
  const lease = await untilLease(requestId, ({ state }) => state === 'ended')
  expect(lease).toMatchObject({ endReason: 'done', secretSealed: null, revocation: { state: 'confirmed', problem: null } })
  for (const proof of ['reread', 'negative_probe', 'sessions']) expect(lease.facts.some(({ kind, ok }) => kind === proof && ok)).toBe(true)
  expect(await leaseRolesOnTarget()).toBe(0)
}

/** Kills the worker when the target has committed the transaction with this statement, before the worker hears of it. */
function killOnceCommitted(worker: ChildProcess, sent: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const dies = () => {
      proxy.when({ sent: /COMMIT/i, point: 'after-response', action: () => kill(worker) }).fired.then(resolve, reject)
    }
    proxy.when({ sent, point: 'after-response', action: dies })
  })
}

/** Kills the worker when it sends this statement, before the target sees it. */
function killBefore(worker: ChildProcess, sent: RegExp): Promise<void> {
  return proxy.when({ sent, point: 'before', action: () => kill(worker) }).fired
}

const MINTING = [
  ['after the row, before the mint', killBefore, 0],
  ['after the mint, before it knows', killOnceCommitted, 1],
] as const

test.each(MINTING)('killed %s, the next worker mints one account, and the lease ends right', { timeout: 120_000 }, async (_, strike, accounts) => {
  const first = startWorkerProcess()
  const dead = strike(first, /CREATE ROLE/i)
  const requestId = await approvedRequest()
  await dead
  expect((await leaseOf(requestId))?.state).toBe('minting')
  expect(await leaseRolesOnTarget()).toBe(accounts)
  const second = startWorkerProcess()
  const lease = await untilLease(requestId, ({ state }) => state === 'active')
  expect(await leaseRolesOnTarget()).toBe(1)
  await completeLease(world.as(world.requester), { id: lease.id })
  await endsRight(requestId)
  await kill(second)
})

const ENDING = [
  ['after the logins were blocked', killOnceCommitted, /NOLOGIN/i, 1],
  ['before the drop', killBefore, /DROP ROLE/i, 1],
  ['after the drop, before it knows', killOnceCommitted, /DROP ROLE/i, 0],
] as const

test.each(ENDING)('killed %s, the next worker proves the end', { timeout: 120_000 }, async (_, strike, sent, accounts) => {
  const first = startWorkerProcess()
  const requestId = await approvedRequest()
  const lease = await untilLease(requestId, ({ state }) => state === 'active')
  const dead = strike(first, sent)
  await completeLease(world.as(world.requester), { id: lease.id })
  await dead
  expect((await leaseOf(requestId))?.revocation?.state).toBe('requested')
  expect(await leaseRolesOnTarget()).toBe(accounts)
  const second = startWorkerProcess()
  await endsRight(requestId)
  await kill(second)
})
