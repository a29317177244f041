import { randomUUID } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { listOffboardingAlarms, showOffboarding } from '#lib/lifecycle/queries.ts'
import { removeIdentity } from '#lib/lifecycle/remove-identity.ts'
import { restoreIdentity } from '#lib/lifecycle/restore-identity.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { asSuperuser, guideSettings, openAsHolder, postgresqlTarget, type PostgresServer } from '#lib/systems/testing/postgresql-target.ts'
import { TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { offboardingWorld, REASON as reason } from '#lib/testing/offboarding-world.ts'
import { startWorker } from '../worker.ts'

const data = await testData()
const SECRET = 'chosen-long-ago'

describe.each(eachPostgres)('an offboarding on %s', (_, start) => {
  let moved = 0
  const clock = () => shift(new Date(), moved)
  let server: PostgresServer | null = null
  let world: Awaited<ReturnType<typeof offboardingWorld>>

  beforeAll(async () => {
    server = await start()
    if (!server) return
    await postgresqlTarget(server)
    await ensureActivityMonths(data.pool, clock(), shift(clock(), 62 * DAY))
    world = await offboardingWorld(data, { kind: 'postgresql', settings: guideSettings(server, 'tenure_broker') }, clock)
  }, 120_000)
  afterAll(async () => {
    await world?.worker.connections.close()
    await server?.stop()
  }, 60_000)

  const running = (skip: (why: string) => never): PostgresServer => server ?? skip('this PostgreSQL cannot be started here')
  const sql = (text: string) => asSuperuser(running(fail), (client) => client.query(text), 'shop')
  const fail = (why: string): never => {
    throw new Error(why)
  }
  const exists = async (name: string) => (await sql(`SELECT FROM pg_roles WHERE rolname = '${name}'`)).rowCount === 1
  const login = (name: string) => openAsHolder(running(fail).port, { account: name, secret: SECRET })

  /** A role that an administrator made long ago, which Tenure's account may take out of service. */
  async function aRole(): Promise<string> {
    const name = `svc_${randomUUID().slice(0, 8)}`
    const role = escapeIdentifier(name)
    await sql(`CREATE ROLE ${role} LOGIN PASSWORD '${SECRET}' CONNECTION LIMIT 7; GRANT app_reader TO ${role}`)
    const { rows } = await sql(`SELECT current_setting('server_version_num')::int AS version`)
    if ((rows[0] as { version: number }).version >= 160_000) await sql(`GRANT ${role} TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`)
    return name
  }

  test('it is disabled with its session ended, a refused use is seen, and one click brings the very same login back', { timeout: 60_000 }, async ({ skip }) => {
    running(skip)
    const name = await aRole()
    const session = await login(name)
    await session.read()
    const { id, offboardingId } = await world.leaving(name)
    await world.advance(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'watching', problem: null, identity: { enabled: false } })
    await expect(session.read()).rejects.toThrow()
    await expect(login(name)).rejects.toMatchObject({ code: '28000' })
    await session.close()

    // What the server's log says of that attempt, as an import of it would note it
    const at = shift(clock(), 1)
    moved += HOUR
    await data.db.activityEvent.create({
      data: {
        id: `evt_${name}`,
        at,
        systemId: world.system.id,
        identityId: id,
        externalId: name,
        action: 'login',
        sourceAddress: '10.0.0.7',
        outcome: 'failure',
      },
    })
    expect(await showOffboarding(world.as(), { id: offboardingId })).toMatchObject({
      refused: 1,
      uses: [{ at, sourceAddress: '10.0.0.7', outcome: 'failure' }],
      tooEarly: 'Somebody tried to use it since it was disabled',
      may: { restore: true, remove: true },
    })
    expect(await listOffboardingAlarms(world.as(), {})).toMatchObject([{ id: offboardingId, waiting: 'still_used' }])

    await restoreIdentity(world.as(), { id, reason })
    await world.advance(id)
    const back = await login(name)
    await back.read()
    await back.close()
    const { rows } = await sql(`SELECT rolconnlimit FROM pg_roles WHERE rolname = '${name}'`)
    expect(rows).toEqual([{ rolconnlimit: 7 }])
    expect(await world.rowOf(id)).toMatchObject({ state: 'restored', rememberedSealed: null, identity: { lifecycle: 'active', enabled: true } })
    expect(await listOffboardingAlarms(world.as(), {})).toEqual([])
  })

  test('it is stopped and named while something hangs on it, and confirmed gone afterwards', { timeout: 60_000 }, async ({ skip }) => {
    running(skip)
    const name = await aRole()
    await sql(`CREATE TABLE app."left_by_${name}" (id int); ALTER TABLE app."left_by_${name}" OWNER TO ${escapeIdentifier(name)}`)
    const { id, offboardingId } = await world.leaving(name)
    await world.advance(id)
    await removeIdentity(world.as(), { id, reason, name })
    await world.advance(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'removing', problem: expect.stringContaining(`left_by_${name}`), nextAttemptAt: null, endedAt: null })
    expect(await exists(name)).toBe(true)
    expect(await listOffboardingAlarms(world.as(), {})).toMatchObject([{ id: offboardingId, waiting: 'problem' }])

    await sql(`DROP TABLE app."left_by_${name}"`)
    await removeIdentity(world.as(), { id, reason, name })
    await world.advance(id)
    expect(await exists(name)).toBe(false)
    const row = await world.rowOf(id)
    expect(row).toMatchObject({
      state: 'confirmed',
      problem: null,
      rememberedSealed: null,
      identity: { lifecycle: 'offboarded', vanishedAt: expect.any(Date) },
    })
    expect(row.facts.at(-1)).toMatchObject({ kind: 'reread', detail: { exists: false, sessions: 0 } })
  })

  test('a role that Tenure’s account may not change is left alone, and the problem says what gives the right', { timeout: 60_000 }, async ({ skip }) => {
    running(skip)
    await sql(`CREATE ROLE svc_super SUPERUSER LOGIN PASSWORD '${SECRET}'`)
    const { id } = await world.leaving('svc_super')
    await world.advance(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'disabling', problem: expect.stringContaining('superuser'), nextAttemptAt: expect.any(Date) })
    await (await login('svc_super')).close()
  })

  test('what has come to its end is disabled on the server by the running worker, with nobody asking', { timeout: 60_000 }, async ({ skip }) => {
    running(skip)
    const name = await aRole()
    const session = await login(name)
    const governed = { purpose: 'Nightly payroll export', environment: 'production' }
    const over = await world.anAccount(name, { ...governed, expiresAt: shift(clock(), -HOUR) })
    const notYet = await world.anAccount(`${name}_later`, { ...governed, expiresAt: shift(clock(), DAY) })
    const log = pino({ level: 'silent' })
    const signer = createSigner({ name: 'tenure.test', privateKey: generateSigningKey().privateKey })
    const worker = await startWorker({ databaseUrl: data.url, keyring: TEST_KEYRING, signer, log, clock })
    try {
      await expect.poll(async () => (await data.db.offboarding.findFirst({ where: { identityId: over.id } }))?.state, { timeout: 30_000 }).toBe('watching')
    } finally {
      await worker.stop()
    }
    await expect(login(name)).rejects.toMatchObject({ code: '28000' })
    await expect(session.read()).rejects.toThrow()
    await session.close()
    expect(await world.rowOf(over.id)).toMatchObject({ cause: 'expired', identity: { lifecycle: 'quarantined', enabled: false } })
    expect(await data.db.auditEntry.count({ where: { action: 'lifecycle.expireIdentities', entityId: over.id } })).toBe(1)
    expect(await data.db.offboarding.count({ where: { identityId: notYet.id } })).toBe(0)

    // With a later end, its owner brings it back
    await data.db.identity.update({ where: { id: over.id }, data: { expiresAt: shift(clock(), 30 * DAY) } })
    await restoreIdentity(world.as(), { id: over.id, reason })
    await world.advance(over.id)
    await (await login(name)).close()
  })

  test('two workers at once disable once', { timeout: 60_000 }, async ({ skip }) => {
    running(skip)
    const name = await aRole()
    const { id } = await world.leaving(name)
    await Promise.all([world.advance(id), world.advance(id)])
    const { state, facts } = await world.rowOf(id)
    expect(state).toBe('watching')
    expect(facts.filter(({ kind }) => kind === 'disable')).toHaveLength(1)
  })
})

test('a server that cannot be reached is tried again and said so, and nothing is called disabled', { timeout: 60_000 }, async () => {
  const settings = { host: '127.0.0.1', port: 1, database: 'shop', username: 'x', password: 'x', tls: 'disable', connectTimeoutMs: 500 }
  const world = await offboardingWorld(data, { kind: 'postgresql', settings }, () => new Date())
  const { id } = await world.leaving('svc_far_away')
  await world.advance(id)
  const row = await world.rowOf(id)
  expect(row).toMatchObject({ state: 'disabling', disabledAt: null, attempts: 1, problem: expect.stringMatching(/\w/), nextAttemptAt: expect.any(Date) })
  expect(row.facts).toMatchObject([{ kind: 'remember', ok: false }])
  await world.worker.connections.close()
})
