import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { isListed, processIdentity } from './process-identity.ts'
import type { ServerUser } from './server-user.ts'

export const SUPERUSER = 'tenure'

/** One PostgreSQL server on this machine. `home` belongs to `user` and holds the data and the log. */
export type Cluster = { bin: string; home: string; user: ServerUser | null }

export const dataOf = ({ home }: Pick<Cluster, 'home'>) => join(home, 'data')

/**
 * Initialises the data of a new server, with the superuser `tenure` and its password. All or nothing: a process that
 * dies halfway leaves no data directory behind.
 */
export async function initialise(cluster: Cluster, password: string, moreArguments: string[]): Promise<void> {
  const { home, user } = cluster
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (user) chownSync(home, user.uid, user.gid)
  const unfinished = join(home, 'data.new')
  rmSync(unfinished, { recursive: true, force: true })
  // Beside the home, not in it: a root process writes into no directory of another user
  const passwordFile = `${home}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  try {
    if (user) chownSync(passwordFile, user.uid, user.gid)
    const account = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    await run(cluster, 'initdb', ['-D', unfinished, ...account, '--encoding=UTF8', ...moreArguments, '--no-instructions'])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, dataOf(cluster))
}

/** Starts the server on loopback, without a Unix socket, and returns once it accepts connections. */
export async function startServer(cluster: Cluster, port: number, settings: Record<string, string>): Promise<void> {
  const all = { ...settings, listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
  const options = Object.entries(all).map(([name, value]) => `-c ${shellQuoted(`${name}=${value}`)}`)
  await run(cluster, 'pg_ctl', ['start', '-D', dataOf(cluster), '-w', '-t', '60', '-l', logOf(cluster), '-o', options.join(' ')])
}

/** Stops the server: ends its sessions, writes everything down. Nothing happens when it does not run. */
export async function stopServer(cluster: Cluster): Promise<void> {
  if (findPostmaster(cluster)?.ended !== false) return
  await run(cluster, 'pg_ctl', ['stop', '-D', dataOf(cluster), '-m', 'fast', '-w', '-t', '60'])
}

/**
 * The server's main process, or null when there is none. It may still be starting (its port is unknown at first), be
 * stopping, or have ended without its parent's notice: PostgreSQL itself then refuses to start beside it.
 */
export function findPostmaster(cluster: Cluster): { port: number | null; ended: boolean } | null {
  let lines: string[]
  try {
    lines = readFileSync(join(dataOf(cluster), 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  return isListed(pid) ? { port: Number(lines[3]) || null, ended: processIdentity(pid) === null } : null
}

/** The last lines of the server's log, for the message about a start that failed. */
export function endOfLog(cluster: Cluster): string {
  if (!existsSync(logOf(cluster))) return ''
  return readFileSync(logOf(cluster), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

const logOf = ({ home }: Cluster) => join(home, 'postgres.log')

// pg_ctl hands its -o to a shell
const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

function run({ bin, user }: Cluster, program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // Nothing is inherited: a PGDATA or PGPORT of the caller would be obeyed
    const child = spawn(join(bin, program), args, { ...user, cwd: '/', env: surroundings, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new TenureError('unavailable', `PostgreSQL's ${program} failed: ${output.trim().split('\n').slice(-5).join('\n')}`))
    })
  })
}

// Next's types ask for NODE_ENV
const surroundings = { LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' } as const
