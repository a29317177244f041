import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '#lib/db/embedded/ports.ts'

const PATIENCE_MS = 60_000
const STOP_MS = 20_000
const ROUND_MS = 50
const PORT_TAKEN = /address (already )?in use|eaddrinuse/i
const ROOT = 0

export type Account = { uid: number; gid: number }

/** Where one server lives while a test runs: a directory of its own, free ports of 127.0.0.1, and the account it runs as (null: this process's own). */
export type Place = { directory: string; binary: string; port: number; ports: readonly number[]; account: Account | null }

/** A server of Debian's packages and how to bring it up. */
export type ServerPlan = {
  /** What people call it, and the package that brings it. */
  name: string
  package: string
  /** Where its program may be; the first that is there is taken. */
  binaries: readonly string[]
  /** The account that it runs as when this process is root; it then owns the directory. */
  runAs?: string
  /** How many free ports it needs; one unless said otherwise. */
  ports?: number
  /** Writes its configuration and data, before it is started. */
  prepare?(place: Place): Promise<void> | void
  /** What is started, in the foreground. */
  command(place: Place): { binary?: string; args: readonly string[]; env?: Readonly<Record<string, string>> }
  /** Resolves when the server answers as it should, and rejects while it does not; by default it accepts a connection on its first port. */
  answers?(place: Place): Promise<unknown>
}

export type RunningServer = Place & {
  /** Stops the server and whatever it started, and deletes its data. */
  stop(): Promise<void>
}

/** Null after one line that says what to install; an error when CI is set, because a skipped test is no proof. */
export function skipMissing(name: string, packageName: string): null {
  if (process.env['CI']) throw new Error(`CI has no ${name} from Debian: apt-get install ${packageName}`)
  console.log(`skipped: no ${name} from Debian here (apt-get install ${packageName})`)
  return null
}

/** Starts a new server on free ports of loopback with its data in a temporary directory; null where it is not installed (`skipMissing`). Throws with the end of its log when it does not come up. */
export async function startDebianServer(plan: ServerPlan): Promise<RunningServer | null> {
  const binary = plan.binaries.find((path) => existsSync(path))
  if (!binary) return skipMissing(plan.name, plan.package)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(plan, binary)
    } catch (error) {
      // Somebody else took a port between the look and the use
      if (attempt === 3 || !PORT_TAKEN.test(String(error))) throw error
    }
  }
}

/** Runs a program to its end, as the account of the place; what it wrote to its output. Throws with what it said when it failed. */
export async function runTool(place: Pick<Place, 'directory' | 'account'>, binary: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, args, {
    cwd: place.directory,
    timeout: PATIENCE_MS,
    env: { ...process.env, TMPDIR: place.directory },
    ...place.account,
  })
  return stdout
}

async function start(plan: ServerPlan, binary: string): Promise<RunningServer> {
  const place = await makePlace(plan, binary)
  const log = join(place.directory, 'server.log')
  let child: ChildProcess | null = null
  const cleanUp = async () => {
    if (child) await end(child)
    rmSync(place.directory, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await plan.prepare?.(place)
    child = launch(plan, place, log)
    await untilItAnswers(plan, place, child)
    return { ...place, stop: cleanUp }
  } catch (error) {
    const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : ''
    await cleanUp()
    throw new Error(`${plan.name} did not come up: ${error instanceof Error ? error.message : String(error)}\n${said}`, { cause: error })
  }
}

async function makePlace(plan: ServerPlan, binary: string): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), `tenure-debian-${plan.package}-`))
  // Servers that change their account go through it
  chmodSync(directory, 0o755)
  const account = plan.runAs === undefined ? null : accountCalled(plan.runAs)
  if (account) chownSync(directory, account.uid, account.gid)
  const ports = new Set<number>()
  while (ports.size < (plan.ports ?? 1)) ports.add(await freePort())
  const [port = 0] = ports
  return { directory, binary, port, ports: [...ports], account }
}

/** The ids of an account of this machine; null when this process is not root and cannot become it anyway. Throws when root does not know it. */
function accountCalled(name: string): Account | null {
  if (process.getuid?.() !== ROOT) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
  if (!uid || !gid) throw new Error(`This machine has no account ${name}, which its package makes`)
  return { uid: Number(uid), gid: Number(gid) }
}

/** What it writes beside its data is its own too: two servers that share a directory for temporary files may take each other's. A process group of its own, so that its children can be ended with it, also when this process ends before them. */
function launch(plan: ServerPlan, place: Place, log: string): ChildProcess {
  const { binary = place.binary, args, env = {} } = plan.command(place)
  const output = openSync(log, 'a')
  const child = spawn(binary, args, {
    cwd: place.directory,
    detached: true,
    stdio: ['ignore', output, output],
    env: { NODE_ENV: 'test', PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: place.directory, TMPDIR: place.directory, ...env },
    ...place.account,
  })
  const last = () => signal(child, 'SIGKILL')
  process.once('exit', last)
  child.once('exit', () => process.off('exit', last))
  return child
}

async function untilItAnswers(plan: ServerPlan, place: Place, child: ChildProcess): Promise<void> {
  let failed: Error | null = null
  child.once('error', (error) => {
    failed = error
  })
  const answers = plan.answers ?? acceptsConnections
  for (let waited = 0; waited < PATIENCE_MS; waited += ROUND_MS) {
    if (failed) throw failed
    if (isOver(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`)
    const answered = await answers(place).then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(ROUND_MS)
  }
  throw new Error(`it gave no answer within ${PATIENCE_MS / 1_000} seconds`)
}

function acceptsConnections({ port }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}

const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  if (!isOver(child)) {
    const over = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    signal(child, 'SIGTERM')
    await Promise.race([over, sleep(STOP_MS, undefined, { ref: false })])
  }
  // Whatever it started and left behind
  signal(child, 'SIGKILL')
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, name)
  } catch {
    // The group is gone, which is what was wanted
  }
}
