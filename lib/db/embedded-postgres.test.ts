import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { canReach } from './embedded/access.ts'
import { freePort } from './embedded/ports.ts'
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from './embedded-postgres.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SECONDS = { timeout: 300_000 }
const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534 }
const State = z.object({ port: z.number(), home: z.string() })

const top = mkdtempSync(join(tmpdir(), 'tenure-embedded-'))
let directory = ''

// Most tests go on with the data of the one before; initialising is what takes time
beforeAll(() => {
  chmodSync(top, 0o755)
  directory = join(top, 'usual')
})
afterEach(() => stopEmbeddedPostgres(directory))
afterAll(() => rmSync(top, { recursive: true }))

/** Lets a test work in a directory of its own, where nothing is initialised yet. */
function inNewDirectory(): void {
  const usual = directory
  directory = join(top, randomUUID())
  onTestFinished(async () => {
    await removeEmbeddedPostgres(directory)
    directory = usual
  })
}

const start = (settings: Record<string, string> = { fsync: 'off' }) => startEmbeddedPostgres({ directory, settings })
const state = () => State.parse(JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8')))
const postmaster = () => Number(readFileSync(join(resolve(directory, state().home), 'data/postmaster.pid'), 'utf8').split('\n')[0])

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))
  } finally {
    await client.end()
  }
}

/** Starts the server from a process of its own, which waits then, and resolves with what it was told: whether it started the server, as which user. */
function startElsewhere(options: { uid?: number; gid?: number } = {}): Promise<{ startedByUs: boolean; pid: number; kill(): Promise<void> }> {
  const script = `import { startEmbeddedPostgres } from '${ROOT}/lib/db/embedded-postgres.ts'
    const { startedByUs } = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, settings: { fsync: 'off' } })
    console.log(JSON.stringify({ startedByUs }))
    setInterval(() => {}, 1000)`
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: ROOT, ...options })
    let errors = ''
    const ended = new Promise<void>((resolved) => child.on('close', () => resolved()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    void ended.then(() => fail(new Error(errors)))
    child.stdout.once('data', (chunk: Buffer) => {
      const { startedByUs } = z.object({ startedByUs: z.boolean() }).parse(JSON.parse(chunk.toString()))
      done({
        startedByUs,
        pid: child.pid ?? 0,
        async kill() {
          child.kill('SIGKILL')
          await ended
        },
      })
    })
  })
}

test('data, port and password survive a restart; the password is the secret of one user', SECONDS, async () => {
  const first = await start({ fsync: 'off', max_connections: '37', application_name: `it's here` })
  expect(first.startedByUs).toBe(true)
  expect(await ask(first, 'SHOW max_connections')).toEqual(['37'])
  expect(await ask(first, 'SHOW listen_addresses')).toEqual(['127.0.0.1'])
  expect(await ask(first, 'SHOW unix_socket_directories')).toEqual([''])
  expect(await ask(first, 'SELECT current_user::text')).toEqual(['tenure'])
  expect(await ask(first, 'SHOW application_name')).toEqual([`it's here`])
  expect(statSync(join(directory, 'state.json')).mode & 0o777).toBe(0o600)
  await ask(first, 'CREATE TABLE kept AS SELECT 7 AS seven')
  await first.stop()
  await expect(ask(first, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })

  const second = await start()
  expect(second).toMatchObject({ startedByUs: true, port: first.port })
  expect(second.url('x')).toBe(first.url('x'))
  expect(await ask(second, 'SELECT seven FROM kept')).toEqual([7])
  await second.stop()
})

test('whoever comes later joins the running server, and it stops when the last one gives it up', SECONDS, async () => {
  const first = await start()
  const second = await start()
  expect(second).toMatchObject({ startedByUs: false, port: first.port })
  await first.stop()
  await first.stop()
  expect(await ask(second, 'SELECT 1')).toEqual([1])
  await second.stop()
  await expect(ask(second, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('two processes that start it for the first time at once get one server; a killed one holds it no longer', SECONDS, async () => {
  inNewDirectory()
  const [one, other] = await Promise.all([startElsewhere(), startElsewhere()])
  expect([one, other].filter((each) => each.startedByUs)).toHaveLength(1)
  const here = await start()
  await Promise.all([one.kill(), other.kill()])
  expect(await ask(here, 'SELECT 1')).toEqual([1])
  await here.stop()
  await expect(ask(here, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a killed server comes back with what was committed', SECONDS, async () => {
  const killed = await start({})
  await ask(killed, 'CREATE TABLE committed AS SELECT 7 AS seven')
  process.kill(postmaster(), 'SIGKILL')
  const again = await start({})
  expect(again.startedByUs).toBe(true)
  expect(await ask(again, 'SELECT seven FROM committed')).toEqual([7])
})

test('when another program has taken the port, the server moves and remembers where', SECONDS, async () => {
  const { port, stop } = await start()
  await stop()
  const other = createServer((socket) => socket.end('I am no database\n'))
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening))
  const moved = await start()
  expect(moved.port).not.toBe(port)
  expect(state().port).toBe(moved.port)
  expect(await ask(moved, 'SELECT 1')).toEqual([1])
  await new Promise((closed) => other.close(closed))
})

test('a process that died while it initialised leaves nothing in the way', SECONDS, async () => {
  inNewDirectory()
  mkdirSync(join(directory, 'server/data.new/base'), { recursive: true })
  writeFileSync(join(directory, 'server/data.new/PG_VERSION'), '18\n')
  writeFileSync(join(directory, 'state.json'), JSON.stringify({ port: 55_555, password: 'written-before-the-data', home: 'server' }))
  expect(await ask(await start(), 'SELECT 1')).toEqual([1])
})

test('data without its password is not touched, and the message says what to do', SECONDS, async () => {
  const { stop } = await start()
  await stop()
  const hidden = join(directory, 'hidden.json')
  const password = readFileSync(join(directory, 'state.json'))
  writeFileSync(hidden, password)
  rmSync(join(directory, 'state.json'))
  await expect(start()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('restore that file') })
  writeFileSync(join(directory, 'state.json'), '{"port": 1')
  await expect(start()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('is damaged') })
  writeFileSync(join(directory, 'state.json'), password)
  expect(await ask(await start(), 'SELECT 1')).toEqual([1])
})

test('a port can be wished for', SECONDS, async () => {
  const port = await freePort()
  const server = await startEmbeddedPostgres({ directory, port, settings: { fsync: 'off' } })
  expect(server.port).toBe(port)
  expect(await ask(server, 'SHOW port')).toEqual([String(port)])
})

test("a server that cannot start says why in PostgreSQL's words", SECONDS, async () => {
  await expect(start({ max_connections: 'many' })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('invalid value for parameter "max_connections"'),
  })
})

test('it is stopped, and removed with its data, by the name of its directory', SECONDS, async () => {
  inNewDirectory()
  const server = await start()
  await stopEmbeddedPostgres(directory)
  await expect(ask(server, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await stopEmbeddedPostgres(directory)
  await server.stop()
  await removeEmbeddedPostgres(directory)
  expect(existsSync(directory)).toBe(false)
})

test.runIf(isRoot)('as root, below a directory that is closed to others, the data lies outside and is found again', SECONDS, async () => {
  inNewDirectory()
  chmodSync(top, 0o700)
  onTestFinished(() => chmodSync(top, 0o755))
  const first = await start()
  const { home } = state()
  expect(isAbsolute(home)).toBe(true)
  await ask(first, 'CREATE TABLE kept AS SELECT 7 AS seven')
  await first.stop()
  expect(await ask(await start(), 'SELECT seven FROM kept')).toEqual([7])
  await removeEmbeddedPostgres(directory)
  expect(existsSync(dirname(home))).toBe(false)
})

test.runIf(isRoot && canReach(NOBODY, ROOT))('an ordinary user runs it as itself, and root then runs it as that user', SECONDS, async () => {
  inNewDirectory()
  mkdirSync(directory)
  chownSync(directory, NOBODY.uid, NOBODY.gid)
  const elsewhere = await startElsewhere(NOBODY)
  expect(elsewhere.startedByUs).toBe(true)
  await elsewhere.kill()
  await stopEmbeddedPostgres(directory)
  const here = await start()
  expect(await ask(here, 'SELECT 1')).toEqual([1])
  expect(statSync(`/proc/${postmaster()}`).uid).toBe(NOBODY.uid)
})
