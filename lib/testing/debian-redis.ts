import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type RunningServer, startDebianServer } from './debian-server.ts'

export type DebianRedis = RunningServer & {
  /** The file of its ACL; null when it was started without one. */
  aclFile: string | null
  /** Runs one command a line as the administrator `operator`, through the client that people use; what it printed. Rejects when one of them fails. */
  script(commands: string): Promise<string>
}

async function runClient(port: number, password: string, commands: string): Promise<string> {
  const running = promisify(execFile)('/usr/bin/redis-cli', ['-e', '-h', '127.0.0.1', '-p', String(port), '--user', 'operator', '--no-auth-warning'], {
    env: { ...process.env, REDISCLI_AUTH: password },
  })
  running.child.stdin?.on('error', () => {})
  running.child.stdin?.end(`${commands.trim()}\n`)
  const { stdout, stderr } = await running
  // Commands that are read from a pipe leave no exit code, and a server that is not there only a line beside the output
  if (stderr.trim()) throw new Error(stderr.trim())
  if (/^(?:\(error\)|ERR|NOPERM|WRONGPASS|NOAUTH)/m.test(stdout)) throw new Error(stdout.trim())
  return stdout
}

/** Starts a new Redis of Debian's packages on a free port of loopback, without a default user and, unless `aclFile` is false, with an ACL file; `more` are options of redis-server. Null where it is not installed (`skipMissing`). */
export async function startDebianRedis({ aclFile = true, more = [] }: { aclFile?: boolean; more?: readonly string[] } = {}): Promise<DebianRedis | null> {
  const password = randomBytes(18).toString('base64url')
  const operator = `user operator on >${password} ~* &* +@all`
  const fileIn = (directory: string) => join(directory, 'users.acl')
  const server = await startDebianServer({
    name: 'Redis',
    package: 'redis-server',
    binaries: ['/usr/bin/redis-server'],
    prepare({ directory }) {
      writeFileSync(fileIn(directory), `user default off\n${operator}\n`)
      chmodSync(fileIn(directory), 0o600)
      writeFileSync(join(directory, 'redis.conf'), aclFile ? `aclfile ${fileIn(directory)}\n` : `user default off\n${operator}\n`)
    },
    command: ({ directory, port }) => ({
      args: [join(directory, 'redis.conf'), '--bind', '127.0.0.1', '--port', String(port), '--dir', directory, '--save', '', '--daemonize', 'no', ...more],
    }),
    answers: ({ port }) => runClient(port, password, 'PING'),
  })
  return server && { ...server, aclFile: aclFile ? fileIn(server.directory) : null, script: (commands) => runClient(server.port, password, commands) }
}
