import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from './pg-fault-proxy.ts'

let proxy: FaultProxy
let direct: pg.Client
let clients: pg.Client[] = []
const table = () => `fault_${process.pid}`

async function connect(port: number): Promise<pg.Client> {
  const url = new URL(inject('testServer').url)
  url.port = String(port)
  const client = new pg.Client({ connectionString: url.href, ssl: false, query_timeout: 1_500 })
  client.on('error', () => {})
  clients.push(client)
  await client.connect()
  return client
}

beforeEach(async () => {
  const port = Number(new URL(inject('testServer').url).port)
  proxy = await startFaultProxy(port)
  direct = await connect(port)
  await direct.query(`CREATE TABLE ${table()} (id int)`)
})

afterEach(async () => {
  await direct.query(`DROP TABLE ${table()}`)
  await Promise.all(clients.map((client) => client.end().catch(() => {})))
  clients = []
  await proxy.close()
})

const rows = async () => (await direct.query(`SELECT id FROM ${table()}`)).rowCount

test('without faults it passes everything on, in both protocols and in bulk', async () => {
  const client = await connect(proxy.port)
  expect((await client.query('SELECT 1 AS a; SELECT 2 AS b')) as unknown).toHaveLength(2)
  expect((await client.query('SELECT $1::int AS a', [7])).rows).toEqual([{ a: 7 }])
  expect((await client.query(`SELECT repeat('x', 300000) AS big FROM generate_series(1, 20)`)).rows).toHaveLength(20)
  await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
  expect(proxy.openConnections()).toBe(1)
})

test('cut before: the server never hears of the statement', async () => {
  const client = await connect(proxy.port)
  const fault = proxy.when({ sent: 'INSERT', point: 'before', action: 'cut' })
  await expect(client.query(`INSERT INTO ${table()} VALUES ($1)`, [1])).rejects.toThrow()
  await fault.fired
  expect(await rows()).toBe(0)
})

test('cut after the response: it is done, and the client does not know', async () => {
  const client = await connect(proxy.port)
  proxy.when({ sent: /^INSERT/, point: 'after-response', action: 'cut' })
  await expect(client.query(`INSERT INTO ${table()} VALUES ($1)`, [1])).rejects.toThrow()
  expect(await rows()).toBe(1)
})

test('a function runs at its moment: before the server sees the statement, or after it answered and before the client hears it', async () => {
  const client = await connect(proxy.port)
  const seen: (number | null)[] = []
  proxy.when({ sent: 'INSERT', point: 'before', action: async () => void seen.push(await rows()) })
  proxy.when({ sent: 'INSERT', point: 'after-response', action: async () => void seen.push(await rows()) })
  const inserted = client.query(`INSERT INTO ${table()} VALUES (1)`).then(() => seen.push(99))
  await inserted
  expect(seen).toEqual([0, 1, 99])
})

test('swallowed statements and swallowed answers leave the client waiting', async () => {
  for (const [point, expected] of [
    ['before', 0],
    ['after-response', 1],
  ] as const) {
    const client = await connect(proxy.port)
    const fault = proxy.when({ sent: 'INSERT', point, action: 'swallow' })
    await expect(client.query(`INSERT INTO ${table()} VALUES (1)`)).rejects.toThrow('timeout')
    expect(await rows()).toBe(expected)
    expect(fault.count).toBe(1)
  }
})

test('a lying server says that it was done, a refusing one that it was not; neither did anything', async () => {
  const client = await connect(proxy.port)
  proxy.when({ sent: 'INSERT', point: 'before', action: { pretend: 'INSERT 0 1' } })
  expect((await client.query(`INSERT INTO ${table()} VALUES (1)`)).rowCount).toBe(1)
  proxy.when({ sent: 'INSERT', point: 'before', action: { refuse: { code: '42501', message: 'permission denied' } } })
  await expect(client.query(`INSERT INTO ${table()} VALUES (1)`)).rejects.toMatchObject({ code: '42501', message: 'permission denied' })
  expect(await rows()).toBe(0)
  expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
})

test('a slow server answers late', async () => {
  const client = await connect(proxy.port)
  proxy.when({ sent: 'SELECT', point: 'after-response', action: { delayMs: 200 } })
  const started = performance.now()
  await client.query('SELECT 1')
  expect(performance.now() - started).toBeGreaterThan(150)
})

test('a fault strikes as often as it is told, then no more; cleared faults never', async () => {
  const client = await connect(proxy.port)
  const fault = proxy.when({ sent: 'INSERT', point: 'before', action: { pretend: 'INSERT 0 1' }, times: 2 })
  for (let round = 0; round < 3; round += 1) await client.query(`INSERT INTO ${table()} VALUES (1)`)
  expect([fault.count, await rows()]).toEqual([2, 1])
  const never = proxy.when({ sent: 'INSERT', point: 'before', action: 'cut' })
  proxy.clear()
  await client.query(`INSERT INTO ${table()} VALUES (1)`)
  expect(never.count).toBe(0)
})

test('a server that goes down drops who is in and lets nobody in, until it is back', async () => {
  const client = await connect(proxy.port)
  proxy.setDown(true)
  await expect(client.query('SELECT 1')).rejects.toThrow()
  await expect(connect(proxy.port)).rejects.toThrow()
  proxy.setDown(false)
  expect((await (await connect(proxy.port)).query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
})

test("the server's last words reach the client before the connection ends", async () => {
  const client = await connect(proxy.port)
  const { rows: pids } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const sleeping = client.query('SELECT pg_sleep(30)')
  const ended = expect(sleeping).rejects.toMatchObject({ code: '57P01' })
  await direct.query('SELECT pg_terminate_backend($1)', [pids[0]?.pid])
  await ended
})
