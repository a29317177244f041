import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { escapeIdentifier } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { generateSigningKey } from '#lib/crypto/signing.ts'
import { removeIdentity } from '#lib/lifecycle/remove-identity.ts'
import { restoreIdentity } from '#lib/lifecycle/restore-identity.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { asSuperuser, guideSettings, openAsHolder, postgresqlTarget, type PostgresServer } from '#lib/systems/testing/postgresql-target.ts'
import { TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { offboardingWorld, REASON as reason } from '#lib/testing/offboarding-world.ts'
import { type FaultProxy, startFaultProxy } from '#lib/testing/pg-fault-proxy.ts'

const data = await testData()
const ROOT = path.resolve(import.meta.dirname, '../../..')
const SECRET = 'chosen-long-ago'
const signingKey = generateSigningKey().privateKey
const workers = new Set<ChildProcess>()
/** The worker that outlived the test before. */
let alive: ChildProcess | null = null

let server: PostgresServer
let proxy: FaultProxy
let world: Awaited<ReturnType<typeof offboardingWorld>>
beforeAll(async () => {
  const started = await eachPostgres[0]?.[1]()
  if (!started) throw new Error('The embedded server did not start')
  server = started
  await postgresqlTarget(server)
  proxy = await startFaultProxy(server.port)
  world = await offboardingWorld(data, { kind: 'postgresql', settings: guideSettings(server, 'tenure_broker', proxy.port) }, () => new Date())
}, 120_000)
afterEach(() => proxy.clear())
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await world.worker.connections.close()
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
    TENURE_LOG_LEVEL: 'fatal',
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

async function aRole(name: string): Promise<void> {
  const role = escapeIdentifier(name)
  await asSuperuser(
    server,
    (client) =>
      client.query(
        `CREATE ROLE ${role} LOGIN PASSWORD '${SECRET}'; GRANT app_reader TO ${role}; GRANT ${role} TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
      ),
    'shop',
  )
}

type Identity = Awaited<ReturnType<typeof world.leaving>>
const until = (identity: Identity, state: string) => expect.poll(async () => (await world.rowOf(identity.id)).state, { timeout: 90_000 }).toBe(state)
const login = (name: string) => openAsHolder(server.port, { account: name, secret: SECRET })

/** Kills the worker when it sends this statement, before the target sees it. */
const killBefore = (worker: ChildProcess, sent: RegExp) => proxy.when({ sent, point: 'before', action: () => kill(worker) }).fired

/** Kills the worker when the target has done this statement by itself, before the worker hears of it. */
const killAfter = (worker: ChildProcess, sent: RegExp) => proxy.when({ sent, point: 'after-response', action: () => kill(worker) }).fired

/** Kills the worker when the target has committed the transaction with this statement, before the worker hears of it. */
const killOnceCommitted = (worker: ChildProcess, sent: RegExp) =>
  new Promise<void>((resolve, reject) => {
    proxy.when({ sent, point: 'after-response', action: () => void killAfter(worker, /COMMIT/i).then(resolve, reject) })
  })

const STRIKES = [
  ['before it is disabled', killBefore, /NOLOGIN/i],
  ['once it is disabled, before it knows', killOnceCommitted, /NOLOGIN/i],
  ['before it is dropped', killBefore, /DROP ROLE/i],
  ['once it is dropped, before it knows', killAfter, /DROP ROLE/i],
] as const

test.each(STRIKES)('killed %s, the next worker proves the end', { timeout: 180_000 }, async (when, strike, sent) => {
  const disabling = sent.source === 'NOLOGIN'
  const name = `svc_${when.replaceAll(/\W+/g, '_')}`
  await aRole(name)
  const dead = strike(alive ?? startWorkerProcess(), sent)
  const identity = await world.leaving(name)
  if (disabling) {
    await dead
    expect((await world.rowOf(identity.id)).state).toBe('disabling')
    alive = startWorkerProcess()
  }
  await until(identity, 'watching')
  await expect(login(name)).rejects.toMatchObject({ code: '28000' })
  await removeIdentity(world.as(), { id: identity.id, reason, name })
  if (!disabling) {
    await dead
    expect(await world.rowOf(identity.id)).toMatchObject({ state: 'removing', endedAt: null })
    alive = startWorkerProcess()
  }
  await until(identity, 'confirmed')
  const { facts } = await world.rowOf(identity.id)
  expect(facts.at(-1)).toMatchObject({ kind: 'reread', detail: { exists: false, sessions: 0 } })
})

test('killed once it is restored, before it knows, the next worker finds the very same login back', { timeout: 180_000 }, async () => {
  const name = 'svc_restored'
  await aRole(name)
  const first = alive ?? startWorkerProcess()
  const identity = await world.leaving(name)
  await until(identity, 'watching')
  const dead = killOnceCommitted(first, /ALTER ROLE \S+ LOGIN/i)
  await restoreIdentity(world.as(), { id: identity.id, reason })
  await dead
  expect((await world.rowOf(identity.id)).state).toBe('restoring')
  alive = startWorkerProcess()
  await until(identity, 'restored')
  await (await login(name)).close()
})
