import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { runTool, startDebianServer, type ServerPlan } from './debian-server.ts'

/** A server as small as can be: it listens, starts a child that outlives it, and says so. */
const SCRIPT = `
const [port, mark] = process.argv.slice(1)
require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', mark], { stdio: 'ignore' })
require('node:net').createServer((socket) => socket.end()).listen(Number(port), '127.0.0.1')`

const plan: ServerPlan = {
  name: 'test server',
  package: 'test-server',
  binaries: ['/nowhere/server', process.execPath],
  ports: 2,
  command: ({ port, directory }) => ({ args: ['-e', SCRIPT, String(port), directory] }),
}

const processesWith = (mark: string) =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.endsWith(mark))

test('a server comes up where it answers, and stopping it leaves neither processes nor data behind', async () => {
  const server = await startDebianServer(plan)
  if (!server) throw new Error('it is installed')
  expect(new Set(server.ports).size).toBe(2)
  expect(server.ports[0]).toBe(server.port)
  await expect.poll(() => processesWith(server.directory).length).toBe(2)
  expect(await runTool(server, process.execPath, ['-p', 'process.cwd()'])).toContain(server.directory)
  await server.stop()
  await expect.poll(() => processesWith(server.directory)).toEqual([])
  expect(existsSync(server.directory)).toBe(false)
})

test('a server that does not come up says why, and leaves nothing behind', async () => {
  let directory = ''
  const failing: ServerPlan = {
    ...plan,
    prepare: (place) => {
      directory = place.directory
    },
    command: () => ({ args: ['-e', 'console.error("wrong configuration"); process.exit(3)'] }),
  }
  await expect(startDebianServer(failing)).rejects.toThrow(/ended with 3[\s\S]*wrong configuration/)
  expect(existsSync(directory)).toBe(false)
})

test('ports that somebody else took meanwhile are exchanged for others, a few times', async () => {
  let attempts = 0
  const unlucky: ServerPlan = {
    ...plan,
    command: (place) => {
      attempts += 1
      return attempts === 1 ? { args: ['-e', 'throw new Error("bind: Address already in use")'] } : plan.command(place)
    },
  }
  const server = await startDebianServer(unlucky)
  expect(attempts).toBe(2)
  await server?.stop()
})

test('a server that is not installed is one line, and a failure in CI', async () => {
  const missing = { ...plan, binaries: ['/nowhere/server'] }
  vi.stubEnv('CI', '1')
  await expect(startDebianServer(missing)).rejects.toThrow('apt-get install test-server')
  vi.stubEnv('CI', '')
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(await startDebianServer(missing)).toBeNull()
  expect(print.mock.calls).toEqual([[expect.stringMatching(/^skipped: /)]])
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
