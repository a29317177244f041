import { readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection } from '#lib/systems/driver.ts'
import { accountOf } from '#lib/systems/testing/conformance-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { anOrder, postgresql, revokeAll } from '#lib/systems/testing/postgresql-lease.ts'
import { asSuperuser, guideSettings, openAsHolder, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { errorResponse } from '#lib/testing/pg-frames.ts'

describe.each(eachPostgres)('a probe on %s', (name, start) => {
  let server: PostgresServer | null = null
  let connection: Connection

  beforeAll(async () => {
    server = await start()
    if (!server) return
    await prepareByTheGuide(server)
    connection = postgresql.connect(guideSettings(server, 'tenure_broker'))
  }, 120_000)

  afterAll(async () => {
    await connection?.close()
    await server?.stop()
  }, 60_000)

  function check(sentence: string, body: (server: PostgresServer) => Promise<void>): void {
    test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }
  const sql = (running: PostgresServer, text: string) => asSuperuser(running, (client) => client.query<{ value: string }>(text))

  check("after the block of logins the refusal is the server's own, while the account still stands", async () => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    await postgresql.revocation[0]?.run(connection, accountOf(order))
    expect(await postgresql.reread(connection, accountOf(order))).toMatchObject({ exists: true, canLogin: false })
    expect(await postgresql.probe(connection, order)).toMatchObject({ outcome: 'refused', code: '28P01' })
    await revokeAll(connection, accountOf(order))
  })

  check('after the validity has passed the credential is refused', async (running) => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    await sql(running, `ALTER ROLE ${order.account} VALID UNTIL '2020-01-01Z'`)
    expect(await postgresql.probe(connection, order)).toMatchObject({ outcome: 'refused', code: '28P01' })
    await revokeAll(connection, accountOf(order))
  })

  check('an account that has all its connections, or lost its database, says nothing about its credential', async (running) => {
    const order = anOrder()
    const narrow = postgresql.connect({ ...guideSettings(running, 'tenure_broker'), accountConnectionLimit: 1 })
    await postgresql.mint(narrow, order)
    const session = await openAsHolder(running.port, order)
    expect(await postgresql.probe(narrow, order)).toMatchObject({ outcome: 'inconclusive', code: '53300' })
    await session.close()
    const gone = postgresql.connect({ ...guideSettings(running, 'tenure_broker'), database: 'no_such_database' })
    expect(await postgresql.probe(gone, order)).toMatchObject({ outcome: 'inconclusive', code: '3D000' })
    await gone.close()
    await revokeAll(narrow, accountOf(order))
    await narrow.close()
  })

  check("a refusal counts for nothing when Tenure's own login is refused too", async (running) => {
    const locked = postgresql.connect({ ...guideSettings(running, 'tenure_broker'), password: 'not the password' })
    expect(await postgresql.probe(locked, anOrder())).toMatchObject({ outcome: 'inconclusive', reason: expect.stringContaining("Tenure's own account") })
    await locked.close()
  })

  check('a missing line in pg_hba.conf says nothing about the credential, and the role that is gone is refused where no password is asked', async (running) => {
    const file = (await sql(running, `SELECT current_setting('hba_file') AS value`)).rows[0]?.value ?? ''
    const before = readFileSync(file, 'utf8')
    const order = anOrder()
    try {
      writeFileSync(file, `host all tenure,tenure_broker 127.0.0.1/32 scram-sha-256\n`)
      await sql(running, 'SELECT pg_reload_conf()::text AS value')
      await expect.poll(() => postgresql.probe(connection, order), { timeout: 10_000 }).toMatchObject({ outcome: 'inconclusive', code: '28000' })
      writeFileSync(file, `host all tenure,tenure_broker 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n`)
      await sql(running, 'SELECT pg_reload_conf()::text AS value')
      await expect
        .poll(() => postgresql.probe(connection, order), { timeout: 10_000 })
        .toMatchObject({ outcome: 'refused', code: '28000', reason: expect.stringContaining('does not exist') })
    } finally {
      writeFileSync(file, before)
      await sql(running, 'SELECT pg_reload_conf()::text AS value')
    }
  })

  check("a pooler that knows Tenure's account but not the lease's refuses in its own name, which proves nothing", async (running) => {
    const order = anOrder()
    await postgresql.mint(connection, order)
    const pooler = net.createServer((client) => {
      client.on('error', () => {})
      client.once('data', (startup: Buffer) => {
        if (startup.includes(order.account)) return client.end(errorResponse({ code: '28P01', message: 'password authentication failed' }))
        const behind = net.connect(running.port, '127.0.0.1')
        behind.on('error', () => client.destroy())
        behind.write(startup)
        client.pipe(behind).pipe(client)
      })
    })
    await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve))
    const through = postgresql.connect(guideSettings(running, 'tenure_broker', (pooler.address() as net.AddressInfo).port))
    expect(await postgresql.reread(through, accountOf(order))).toMatchObject({ exists: true })
    expect(await postgresql.probe(through, order)).toMatchObject({ outcome: 'inconclusive', code: '28P01' })
    await through.close()
    pooler.close()
    await revokeAll(connection, accountOf(order))
  })

  check('the reason of a probe never tells the secret', async () => {
    const order = anOrder()
    expect(JSON.stringify(await postgresql.probe(connection, order))).not.toContain(order.secret)
  })
})

/** Something that answers every login with the bytes given, as a pooler or a firewall in front of a server does. */
async function answering(bytes: Buffer | null): Promise<{ port: number; close(): void }> {
  const sockets = new Set<net.Socket>()
  const listener = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => bytes && socket.end(bytes))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  }
  return { port: (listener.address() as net.AddressInfo).port, close }
}

const elsewhere = { host: '127.0.0.1', database: 'shop', username: 'tenure_broker', password: 'x', tls: 'disable', connectTimeoutMs: 300 }

test("a pooler's refusal is not the server's, and a server that never answers is no refusal", async () => {
  for (const bytes of [
    errorResponse({ code: '28P01', message: 'password authentication failed' }),
    errorResponse({ code: '57P03', message: 'the database system is starting up' }),
    Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    null,
  ]) {
    const impostor = await answering(bytes)
    const connection = postgresql.connect({ ...elsewhere, port: impostor.port })
    expect(await postgresql.probe(connection, anOrder())).toMatchObject({ outcome: 'inconclusive' })
    await connection.close()
    impostor.close()
  }
})

test('a probe that is stopped ends at once and gives no verdict', async () => {
  const silent = await answering(null)
  const connection = postgresql.connect({ ...elsewhere, port: silent.port, connectTimeoutMs: 60_000 })
  const began = performance.now()
  await expect(postgresql.probe(connection, anOrder(), { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ code: 'unavailable' })
  expect(performance.now() - began).toBeLessThan(5_000)
  await connection.close()
  silent.close()
})
