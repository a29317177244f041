import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Connection } from '#lib/systems/driver.ts'
import { accountOf } from '#lib/systems/testing/conformance-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { anOrder, postgresql, revokeAll } from '#lib/systems/testing/postgresql-lease.ts'
import { asSuperuser, guideSettings, openAsHolder, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { type FaultProxy, startFaultProxy } from '#lib/testing/pg-fault-proxy.ts'

const MINT = ['BEGIN', 'WITH RECURSIVE reach', 'CREATE ROLE', 'GRANT "app_reader"', 'COMMIT']
const REVOKE = ['NOLOGIN', 'GRANT "tenure_lse', 'pg_terminate_backend', 'REVOKE "tenure_lse', 'REVOKE "app_reader"', 'DROP ROLE', 'COMMIT']

describe.each(eachPostgres)('a lease over a broken line to %s', (name, start) => {
  let server: PostgresServer | null = null
  let proxy: FaultProxy
  let connection: Connection

  beforeAll(async () => {
    server = await start()
    if (!server) return
    await prepareByTheGuide(server)
    proxy = await startFaultProxy(server.port)
    connection = postgresql.connect({ ...guideSettings(server, 'tenure_broker', proxy.port), statementTimeoutMs: 2_000, connectTimeoutMs: 2_000 })
  }, 120_000)

  afterEach(() => proxy?.clear())

  afterAll(async () => {
    await connection?.close()
    await proxy?.close()
    await server?.stop()
  }, 60_000)

  function check(sentence: string, body: (server: PostgresServer) => Promise<void>): void {
    test(sentence, { timeout: 120_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }
  const sql = (running: PostgresServer, text: string) => asSuperuser(running, (client) => client.query(text))

  check('cut at any statement of the mint, before or after it was done, the next attempt makes the one account', async (running) => {
    for (const sent of MINT) {
      for (const point of ['before', 'after-response'] as const) {
        const order = anOrder()
        const fault = proxy.when({ sent, point, action: 'cut' })
        await expect(postgresql.mint(connection, order), `${sent} ${point}`).rejects.toMatchObject({ code: 'unavailable' })
        expect(fault.count, `${sent} ${point}`).toBe(1)
        const there = sent === 'COMMIT' && point === 'after-response'
        expect((await sql(running, `SELECT FROM pg_roles WHERE rolname = '${order.account}'`)).rowCount, `${sent} ${point}`).toBe(there ? 1 : 0)
        expect((await postgresql.mint(connection, order)).outcome).toBe(there ? 'restored' : 'created')
        expect(await postgresql.probe(connection, order)).toMatchObject({ outcome: 'accepted' })
        await revokeAll(connection, accountOf(order))
      }
    }
  })

  check('cut at any statement of the revocation, before or after it was done, the next attempt ends it', async (running) => {
    for (const sent of REVOKE) {
      for (const point of ['before', 'after-response'] as const) {
        const order = anOrder()
        const { account } = await postgresql.mint(connection, order)
        const session = await openAsHolder(running.port, order)
        const fault = proxy.when({ sent, point, action: 'cut' })
        await expect(revokeAll(connection, account), `${sent} ${point}`).rejects.toMatchObject({ code: 'unavailable' })
        expect(fault.count, `${sent} ${point}`).toBe(1)
        await revokeAll(connection, account)
        expect(await postgresql.reread(connection, account), `${sent} ${point}`).toMatchObject({ exists: false, sessions: 0 })
        expect(await postgresql.probe(connection, order)).toMatchObject({ outcome: 'refused' })
        await expect(session.read()).rejects.toThrow()
      }
    }
    const { rows } = await sql(
      running,
      `SELECT roleid::regrole::text AS role FROM pg_auth_members WHERE member = 'tenure_broker'::regrole AND roleid::regrole::text LIKE 'tenure%'`,
    )
    expect(rows).toEqual([])
  })

  check('a server that says "done" and does nothing is found out, step by step', async () => {
    const order = anOrder()
    const lyingMint = proxy.when({ sent: 'CREATE ROLE', point: 'before', action: { pretend: ['CREATE ROLE', 'COMMENT'] } })
    await expect(postgresql.mint(connection, order)).rejects.toMatchObject({ code: expect.stringMatching(/conflict|not_found/) })
    expect(lyingMint.count).toBe(1)
    const { account } = await postgresql.mint(connection, order)
    const [block, , , remove] = postgresql.revocation
    proxy.when({ sent: 'NOLOGIN', point: 'before', action: { pretend: 'ALTER ROLE' } })
    await expect(block?.run(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('may still log in') })
    await block?.run(connection, account)
    proxy.when({ sent: 'DROP ROLE', point: 'before', action: { pretend: 'DROP ROLE' } })
    await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('still there') })
    await revokeAll(connection, account)
  })

  check('a drop that is rolled back behind our back is seen when the account is read again', async () => {
    const order = anOrder()
    const { account } = await postgresql.mint(connection, order)
    const [block, end, rights, remove] = postgresql.revocation
    for (const step of [block, end, rights]) await step?.run(connection, account)
    const fault = proxy.when({ sent: 'COMMIT', point: 'before', action: { pretend: 'COMMIT' } })
    await remove?.run(connection, account)
    expect(fault.count).toBe(1)
    // The transaction hangs open on the pooled connection; without its commit nothing happened.
    await connection.close()
    const again = postgresql.connect({ ...guideSettings(server as PostgresServer, 'tenure_broker') })
    expect(await postgresql.reread(again, account)).toMatchObject({ exists: true })
    await revokeAll(again, account)
    await again.close()
    connection = postgresql.connect({
      ...guideSettings(server as PostgresServer, 'tenure_broker', proxy.port),
      statementTimeoutMs: 2_000,
      connectTimeoutMs: 2_000,
    })
  })

  check('an account that somebody makes again after the drop is told apart from ours, and not touched', async (running) => {
    const order = anOrder()
    const { account } = await postgresql.mint(connection, order)
    await revokeAll(connection, account)
    await sql(running, `CREATE ROLE ${order.account} LOGIN`)
    expect(await postgresql.reread(connection, account)).toMatchObject({ exists: true, ours: false })
    await expect(revokeAll(connection, account)).rejects.toMatchObject({ code: 'conflict' })
    await sql(running, `DROP ROLE ${order.account}`)
  })

  check('a server that answers nothing any more costs the statement timeout and a little, not forever', async () => {
    const order = anOrder()
    proxy.when({ sent: 'CREATE ROLE', point: 'before', action: 'swallow' })
    const began = performance.now()
    await expect(postgresql.mint(connection, order)).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.now() - began).toBeLessThan(15_000)
    await revokeAll(connection, accountOf(order))
  })

  check('a call that is stopped while it waits ends at once', async () => {
    const order = anOrder()
    proxy.when({ sent: 'CREATE ROLE', point: 'before', action: 'swallow' })
    const began = performance.now()
    await expect(postgresql.mint(connection, order, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.now() - began).toBeLessThan(4_000)
  })

  check('a session that comes in while sessions are being ended is ended too, and one that stays is no success', async (running) => {
    const order = anOrder()
    const { account } = await postgresql.mint(connection, order)
    await openAsHolder(running.port, order)
    let late: Awaited<ReturnType<typeof openAsHolder>> | null = null
    proxy.when({
      sent: 'pg_terminate_backend',
      point: 'after-response',
      action: async () => {
        late = await openAsHolder(running.port, order)
      },
    })
    expect(await postgresql.revocation[1]?.run(connection, account)).toMatchObject({ changed: true, rows: 2 })
    await expect((late as Awaited<ReturnType<typeof openAsHolder>> | null)?.read()).rejects.toThrow()
    await revokeAll(connection, account)
  })
})
