import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DiscoveredEntitlement, type DiscoveredIdentity, DiscoveredRecord } from '#lib/systems/discovered.ts'
import type { Connection } from '#lib/systems/driver.ts'
import { discoveringDriverFor } from '#lib/systems/registry.ts'
import { accountOf } from '#lib/systems/testing/conformance-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { ESTATE, HOSTILE } from '#lib/systems/testing/postgresql-estate.ts'
import { anOrder, postgresql, revokeAll } from '#lib/systems/testing/postgresql-lease.ts'
import { startFaultProxy } from '#lib/testing/pg-fault-proxy.ts'
import { asSuperuser, guideSettings, openAsHolder, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'

describe.each(eachPostgres)('discovery of %s', (name, start) => {
  let server: PostgresServer | null = null
  let connection: Connection
  let records: DiscoveredRecord[] = []

  async function readAll(through: Connection): Promise<DiscoveredRecord[]> {
    const all: DiscoveredRecord[] = []
    for await (const batch of discoveringDriverFor('postgresql').discover(through)) all.push(...batch.map((record) => DiscoveredRecord.parse(record)))
    return all
  }

  beforeAll(async () => {
    server = await start()
    if (!server) return
    await prepareByTheGuide(server)
    await asSuperuser(server, (client) => client.query(ESTATE), 'shop')
    for (const statement of ['CREATE DATABASE closed', 'REVOKE CONNECT ON DATABASE closed FROM PUBLIC', 'CREATE DATABASE archive'])
      await asSuperuser(server, (client) => client.query(statement))
    await asSuperuser(server, (client) => client.query('CREATE TABLE public.old (id int); GRANT DELETE ON public.old TO svc_billing'), 'archive')
    connection = postgresql.connect(guideSettings(server, 'tenure_discovery'))
    records = await readAll(connection)
  }, 120_000)

  afterAll(async () => {
    await connection?.close()
    await server?.stop()
  }, 60_000)

  function check(sentence: string, body: (server: PostgresServer) => Promise<void> | void): void {
    test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }
  const identity = (externalId: string) =>
    records.find((record): record is DiscoveredIdentity => record.type === 'identity' && record.externalId === externalId)
  const held = (holder: string) =>
    records
      .filter((record): record is DiscoveredEntitlement => record.type === 'entitlement' && record.identityExternalId === holder)
      .map((record) => `${record.action} ${record.resourceKind} ${record.resource}${record.adminOption ? ' +' : ''}`)
      .toSorted()
  const notes = () => records.flatMap((record) => (record.type === 'note' ? [`${record.code} ${record.subject}: ${record.text}`] : []))

  check('every record is one that the register accepts as it is', () => {
    for (const record of records) expect(DiscoveredRecord.parse(record)).toEqual(record)
    const keys = records.map((record) => `${record.type} ${record.externalId}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  check('the identities are the roles of the server, counted by somebody else, without the built-in ones', async (running) => {
    const { rows } = await asSuperuser(running, (client) =>
      client.query<{ name: string }>(`SELECT rolname::text AS name FROM pg_authid WHERE rolname NOT LIKE 'pg\\_%'`),
    )
    const names = records.filter((record) => record.type === 'identity').map((record) => record.name)
    expect(names.toSorted()).toEqual(rows.map((row) => row.name).toSorted())
    expect(names).toContain(HOSTILE)
  })

  check('an identity says what the catalogue says, and why it is called privileged', () => {
    expect(identity('svc_billing')).toMatchObject({
      class: 'service_account',
      enabled: true,
      privileged: false,
      lastUsedAt: null,
      lastUseKnown: 'unknown',
      ours: false,
      attributes: { kind: 'login', connectionLimit: 3, comment: 'nightly billing run' },
    })
    expect(identity('svc_expired')).toMatchObject({ enabled: false, expiresAt: new Date('2020-01-01') })
    expect(identity('svc_forever')).toMatchObject({ enabled: true, expiresAt: null })
    expect(identity('app_reader')).toMatchObject({ enabled: false, attributes: { kind: 'group' } })
    expect(identity('tenure')).toMatchObject({ class: 'human_admin', privileged: true, privilegedReason: expect.stringContaining('superuser') })
    expect(identity('svc_ops')).toMatchObject({ privileged: true, privilegedReason: 'member of pg_write_server_files' })
    expect(identity('ci_deploy')).toMatchObject({ class: 'ci_runner', privileged: true, privilegedReason: 'bypasses row security' })
    expect(identity('replicator')).toMatchObject({ class: 'server', privileged: true })
    expect(identity('support_agent')).toMatchObject({ class: 'ai_agent' })
    expect(identity('mara.keller')).toMatchObject({ class: 'human_admin' })
  })

  check('each login has a password of which nobody without superuser knows whether it exists', () => {
    const credentials = records.filter((record) => record.type === 'credential')
    expect(credentials.map((record) => record.identityExternalId)).not.toContain('app_reader')
    expect(credentials.find((record) => record.identityExternalId === 'svc_expired')).toMatchObject({
      kind: 'password',
      enabled: false,
      expiresAt: new Date('2020-01-01'),
      fingerprint: null,
      attributes: { present: 'unknown' },
    })
  })

  check('an identity holds its memberships and its grants in every database, columns, routines and catalogues included', () => {
    expect(held('svc_billing')).toEqual([
      'CREATE database shop',
      'DELETE table archive.public.old',
      'EXECUTE routine shop.app.pay()',
      'INSERT table shop.app.orders +',
      'OWNER table shop.app.owned +',
      'SELECT column shop.app.secrets.card',
      'SELECT table shop.pg_catalog.pg_authid',
    ])
    expect(held('svc_ops')).toEqual(['MEMBER role inner_ops +'])
    expect(held('ops')).toEqual(['MEMBER role pg_write_server_files'])
    expect(held('app_reader')).toEqual(['SELECT table shop.app.orders', 'USAGE schema shop.app'])
  })

  check('what everybody holds, what new tables will grant and what could not be read is noted', () => {
    expect(notes()).toContain('public_grant shop.app: Every account has SELECT on the table app.orders')
    expect(notes()).toContain('default_privilege shop.app: New tables made by tenure will give SELECT to app_reader')
    expect(notes()).toContain("not_readable closed: Tenure's account may not connect to the database closed: its grants are unknown")
    expect(notes().some((note) => note.includes('pg_stat_activity'))).toBe(false)
  })

  check('the catalogue of privileges says what can be lent, in the words of the mint', () => {
    const privileges = Object.fromEntries(records.flatMap((record) => (record.type === 'privilege' ? [[record.name, record.notLendableReason]] : [])))
    expect(privileges['ops']).toContain('pg_write_server_files, which is built into the server')
    // This account only reads.
    expect(privileges['app_reader']).toContain('may not grant it')
  })

  check('reading twice gives the same, and reading changes nothing', async () => {
    const stable = (all: DiscoveredRecord[]) =>
      all
        .filter((record) => record.type !== 'activity')
        .map((record) => JSON.stringify(record))
        .filter((line) => !line.includes('tenure_discovery'))
        .toSorted()
    expect(stable(await readAll(connection))).toEqual(stable(records))
  })

  check('an open session is a use of its role, and a lease is flagged as ours', async (running) => {
    const broker = postgresql.connect(guideSettings(running, 'tenure_broker'))
    const order = anOrder()
    await postgresql.mint(broker, order)
    const session = await openAsHolder(running.port, order)
    const now = await readAll(broker)
    expect(now.find((record) => record.type === 'identity' && record.name === order.account)).toMatchObject({
      ours: true,
      class: 'workload',
      lastUseKnown: 'logs',
      lastUsedAt: expect.any(Date),
      attributes: { leaseId: order.leaseId },
    })
    expect(now.find((record) => record.type === 'activity' && record.identityExternalId === order.account)).toMatchObject({
      action: 'session.open',
      resource: 'shop',
      sourceAddress: '127.0.0.1',
      outcome: 'success',
    })
    expect(now.find((record) => record.type === 'privilege' && record.name === 'app_reader')).toMatchObject({ lendable: true, notLendableReason: null })
    const users: string[] = []
    for await (const uses of postgresql.activity?.(broker) ?? []) users.push(...uses.map((use) => use.identityExternalId))
    expect(users).toContain(order.account)
    await revokeAll(broker, accountOf(order))
    await session.close()
    await broker.close()
  })

  check('without pg_read_all_stats everything else is read, and the gap is told', async (running) => {
    await asSuperuser(running, (client) => client.query('REVOKE pg_read_all_stats FROM tenure_discovery'))
    const all = await readAll(connection)
    expect(all.filter((record) => record.type === 'identity')).toHaveLength(records.filter((record) => record.type === 'identity').length)
    expect(all.some((record) => record.type === 'note' && record.code === 'not_readable' && record.text.includes('pg_read_all_stats'))).toBe(true)
    await asSuperuser(running, (client) => client.query('GRANT pg_read_all_stats TO tenure_discovery'))
  })

  check('a large catalogue comes in small batches, and a reader may stop in the middle', async (running) => {
    await asSuperuser(running, (client) => client.query(`DO $$ BEGIN FOR i IN 1..1700 LOOP EXECUTE format('CREATE ROLE many_%s NOLOGIN', i); END LOOP; END $$`))
    const sizes: number[] = []
    for await (const batch of discoveringDriverFor('postgresql').discover(connection)) {
      sizes.push(batch.length)
      if (sizes.length === 3) break
    }
    expect(sizes[0]).toBeGreaterThan(400)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000)
    await expect
      .poll(
        async () =>
          (
            await asSuperuser(running, (client) =>
              client.query(`SELECT FROM pg_stat_activity WHERE usename = 'tenure_discovery' AND state LIKE 'idle in transaction%'`),
            )
          ).rowCount,
      )
      .toBe(0)
  })

  check('a line that breaks in the middle ends the discovery with an error, never with less', async (running) => {
    const proxy = await startFaultProxy(running.port)
    for (const action of ['cut', 'swallow'] as const) {
      const broken = postgresql.connect({ ...guideSettings(running, 'tenure_discovery', proxy.port), statementTimeoutMs: 500 })
      proxy.when({ sent: 'FETCH', point: 'after-response', action })
      await expect(readAll(broken)).rejects.toMatchObject({ code: 'unavailable' })
      await broken.close()
    }
    await proxy.close()
  })

  check('a discovery that is stopped, or reaches nobody, says so', async (running) => {
    const controller = new AbortController()
    const reading = async () => {
      for await (const batch of discoveringDriverFor('postgresql').discover(connection, { signal: controller.signal })) if (batch.length > 0) controller.abort()
    }
    const began = performance.now()
    await expect(reading()).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.now() - began).toBeLessThan(5_000)
    const nowhere = postgresql.connect(guideSettings(running, 'tenure_discovery', 1))
    await expect(readAll(nowhere)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('nothing listens there') })
    await nowhere.close()
  })
})
