import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection } from '#lib/systems/driver.ts'
import { accountOf } from '#lib/systems/testing/conformance-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { guideSql } from '#lib/systems/testing/guide-sql.ts'
import { anOrder, postgresql, revokeAll } from '#lib/systems/testing/postgresql-lease.ts'
import { asSuperuser, guideSettings, openAsHolder, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'

const LOGGING = { logging_collector: 'on', log_statement: 'all', log_directory: 'log', log_filename: 'pg.log', log_min_error_statement: 'log' }

describe.each(eachPostgres)('a lease on %s', (name, start) => {
  let server: PostgresServer | null = null
  let connection: Connection
  let version = 0

  beforeAll(async () => {
    server = await start(LOGGING)
    if (!server) return
    version = (await prepareByTheGuide(server)).version
    connection = postgresql.connect(guideSettings(server, 'tenure_broker'))
    await sql(`CREATE ROLE app_writer NOLOGIN; GRANT app_reader TO app_writer; GRANT USAGE, CREATE ON SCHEMA app TO app_writer; ${lend('app_writer')}`)
    await sql('CREATE DATABASE other')
  }, 120_000)

  afterAll(async () => {
    await connection?.close()
    await server?.stop()
  }, 60_000)

  const sql = (text: string, database = 'shop') => {
    if (!server) throw new Error('no server')
    return asSuperuser(server, (client) => client.query<Record<string, unknown>>(text), database)
  }
  const lend = (role: string) => (version >= 160_000 ? `GRANT ${role} TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE` : '')

  function check(sentence: string, body: (server: PostgresServer) => Promise<void>): void {
    test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }

  check("Tenure's account cannot read what it lends, before, during and after a lease", async () => {
    const order = anOrder()
    const denied = async () => {
      const client = new pg.Client({ ...guideSettings(server as PostgresServer, 'tenure_broker'), user: 'tenure_broker', ssl: false })
      await client.connect()
      await expect(client.query('SELECT FROM app.orders')).rejects.toMatchObject({ code: '42501' })
      await client.end()
    }
    await denied()
    await postgresql.mint(connection, order)
    await denied()
    await revokeAll(connection, accountOf(order))
    await denied()
    const { rows } = await sql(
      `SELECT DISTINCT roleid::regrole::text AS role FROM pg_auth_members WHERE member = 'tenure_broker'::regrole AND NOT admin_option`,
    )
    expect(rows).toEqual([{ role: 'pg_read_all_stats' }])
  })

  check('the password never reaches the server or its log, only a verifier with one iteration', async () => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    const { rows } = await sql(
      `SELECT rolpassword AS verifier, rolconnlimit AS sessions, current_setting('data_directory') || '/log' AS log FROM pg_authid WHERE rolname = '${order.account}'`,
    )
    expect(rows[0]).toMatchObject({ verifier: expect.stringMatching(/^SCRAM-SHA-256\$1:/), sessions: 5 })
    const directory = String(rows[0]?.['log'])
    const log = readdirSync(directory)
      .map((file) => readFileSync(join(directory, file), 'utf8'))
      .join('\n')
    expect(log).toContain(`CREATE ROLE "${order.account}"`)
    expect(log).not.toContain(order.secret)
    await revokeAll(connection, accountOf(order))
  })

  check('what the holder made goes to the group, in every database, and nobody loses data', async ({ port }) => {
    const order = anOrder('app_writer')
    const { account } = await postgresql.mint(connection, order)
    const here = await openAsHolder(port, order)
    await here.client.query(
      'CREATE TABLE app.made (id int); INSERT INTO app.made VALUES (1); CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    )
    await here.client.query('ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC; SELECT lo_create(0)')
    const there = await openAsHolder(port, order, 'other')
    await there.client.query('SELECT lo_create(0)')
    const facts = await revokeAll(connection, account)
    expect(facts.map((fact) => fact.changed)).toEqual([true, true, true, true])
    expect(facts[1]?.rows).toBe(2)
    expect(facts[2]?.detail).toMatch(/handed over to app_writer or dropped, in other, shop/)
    const owners = `SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relname = 'made' UNION SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'f' UNION SELECT lomowner::regrole::text FROM pg_largeobject_metadata`
    expect((await sql(owners)).rows).toEqual([{ owner: 'app_writer' }])
    expect((await sql(owners, 'other')).rows).toEqual([{ owner: 'app_writer' }])
    expect((await sql('SELECT id FROM app.made')).rows).toEqual([{ id: 1 }])
  })

  check('the holder cannot become the group, and its end is not delayed by another password that it chose', async ({ port }) => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    const session = await openAsHolder(port, order)
    if (version >= 160_000) await expect(session.client.query('SET ROLE app_reader')).rejects.toMatchObject({ code: '42501' })
    await session.client.query(`ALTER ROLE CURRENT_USER PASSWORD 'mine'`)
    await revokeAll(connection, accountOf(order))
    await expect(openAsHolder(port, { account: order.account, secret: 'mine' })).rejects.toMatchObject({ code: '28P01' })
    await expect(session.read()).rejects.toThrow()
  })

  check('a role that reaches too far is not lent, however long the chain, unless an administrator allowed it by name', async (running) => {
    await sql(`CREATE ROLE boss NOLOGIN CREATEROLE; CREATE ROLE middle NOLOGIN; CREATE ROLE far NOLOGIN; GRANT boss TO middle; GRANT middle TO far`)
    await sql(
      `CREATE ROLE stats NOLOGIN; GRANT pg_monitor TO stats; CREATE ROLE person LOGIN; CREATE ROLE passer NOLOGIN; GRANT app_reader TO passer WITH ADMIN OPTION`,
    )
    for (const role of ['far', 'stats', 'person', 'passer']) if (version >= 160_000) await sql(lend(role))
    for (const [role, reason] of [
      ['far', 'member of boss, which may create roles'],
      ['stats', 'pg_monitor, which is built into the server'],
      ['person', 'can log in'],
      ['passer', 'may be passed on'],
      ['pg_read_all_data', 'is built into the server'],
      ['tenure', 'is a superuser'],
    ] as const) {
      const order = anOrder(role)
      await expect(postgresql.mint(connection, order), role).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining(reason) })
      expect((await sql(`SELECT FROM pg_roles WHERE rolname = '${order.account}'`)).rowCount).toBe(0)
    }
    const lenient = postgresql.connect({ ...guideSettings(running, 'tenure_broker'), allowPrivileged: ['far'] })
    const order = anOrder('far')
    expect(await postgresql.mint(lenient, order)).toMatchObject({ outcome: 'created' })
    await revokeAll(lenient, accountOf(order))
    await lenient.close()
  })

  check('a role that Tenure may not grant is refused with what to do', async () => {
    await sql('CREATE ROLE not_ours_to_lend NOLOGIN')
    const minting = postgresql.mint(connection, anOrder('not_ours_to_lend'))
    if (version >= 160_000) await expect(minting).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('WITH ADMIN OPTION') })
    else await minting
  })

  check('an account to which somebody added rights is not handed out again, and still goes', async () => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    await sql(`CREATE ROLE extra NOLOGIN; GRANT extra TO ${order.account}`)
    const again = postgresql.mint(connection, { ...order, secret: anOrder().secret })
    // Before 16 CREATEROLE takes back what anybody granted; later only who granted it can.
    if (version >= 160_000) await expect(again).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('extra') })
    else expect(await postgresql.reread(connection, (await again).account)).toMatchObject({ memberOf: ['app_reader'] })
    await sql(`ALTER ROLE ${order.account} CREATEDB`)
    await expect(postgresql.mint(connection, order)).rejects.toMatchObject({ code: 'conflict' })
    const facts = await revokeAll(connection, accountOf(order))
    if (version >= 160_000) expect(facts[2]?.detail).toContain('still a member of extra, granted by somebody else')
    expect(await postgresql.reread(connection, accountOf(order))).toMatchObject({ exists: false, sessions: 0 })
  })

  check('the account is not removed while it could still be used', async ({ port }) => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    const [block, end, rights, remove] = postgresql.revocation
    await expect(remove?.run(connection, accountOf(order))).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('may still log in') })
    const session = await openAsHolder(port, order)
    await block?.run(connection, accountOf(order))
    await expect(remove?.run(connection, accountOf(order))).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('1 open session') })
    await session.read()
    for (const step of [end, rights, remove]) expect(await step?.run(connection, accountOf(order))).toMatchObject({ changed: true })
  })

  check('a session that outlived its role is still counted, by the oid and without it, and never called dead', async ({ port }) => {
    const order = anOrder()
    const { account } = await postgresql.mint(connection, order)
    const session = await openAsHolder(port, order)
    await sql(`DROP ROLE ${order.account}`)
    expect(await postgresql.reread(connection, account)).toMatchObject({ exists: false, sessions: 1 })
    expect(await postgresql.reread(connection, accountOf(order))).toMatchObject({ exists: false, sessions: 1 })
    expect(await postgresql.residual(connection, account)).toEqual([expect.objectContaining({ what: 'session', count: 1, until: null })])
    const end = postgresql.revocation[1]
    await expect(end?.run(connection, account)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(end?.run(connection, accountOf(order))).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('no longer exist') })
    await sql(guideSql('connect-postgresql.md', 'optional-signal'))
    expect(await end?.run(connection, account)).toMatchObject({ changed: true, rows: 1 })
    expect(await postgresql.residual(connection, account)).toEqual([])
    await session.close()
    await sql('REVOKE pg_signal_backend FROM tenure_broker')
  })

  check('leases of one privilege are minted and revoked at the same time without getting in each other’s way', async () => {
    const orders = Array.from({ length: 40 }, () => anOrder())
    const minted = await Promise.all(orders.map((order) => postgresql.mint(connection, order)))
    expect(minted.every((one) => one.outcome === 'created')).toBe(true)
    await Promise.all(minted.map(({ account }) => revokeAll(connection, account)))
    expect((await sql(`SELECT FROM pg_roles WHERE rolname IN (${orders.map((order) => `'${order.account}'`).join(',')})`)).rowCount).toBe(0)
  })

  check('two workers that mint one lease make one account', async () => {
    const order = anOrder()
    const minted = await Promise.all([postgresql.mint(connection, order), postgresql.mint(connection, order)])
    expect(minted.map((one) => one.outcome).toSorted()).toEqual(['created', 'restored'])
    await revokeAll(connection, accountOf(order))
  })
})
