import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { makeDirectory } from './embedded/access.ts'
import { bringUp } from './embedded/bring-up.ts'
import { claimServer } from './embedded/claim.ts'
import { dataOf, initialise, stopServer, SUPERUSER, type Cluster } from './embedded/cluster.ts'
import { withLockFile } from './embedded/lock-file.ts'
import { nativeBinaries } from './embedded/native-package.ts'
import { freePort } from './embedded/ports.ts'
import { serverHome } from './embedded/server-home.ts'
import { serverUser } from './embedded/server-user.ts'
import { readState, writeState, type ServerState } from './embedded/state.ts'

export type EmbeddedPostgres = {
  port: number
  /** Whether this call started the server; false when it was running already. */
  startedByUs: boolean
  /** The address of one of its databases, for the superuser `tenure`. */
  url(database: string): string
  /** Gives the server up: it stops when nobody else in any process holds it. A second call does nothing. */
  stop(): Promise<void>
}

// PostgreSQL's own locale: the same order and case rules on every operating system
const LOCALE = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/**
 * Starts the PostgreSQL that npm brought along, or joins the one that already runs for `directory`. It listens on
 * loopback only; data, port and password are kept and survive restarts. `port` is a wish for the start: when another
 * program has it, the server moves to a free one. `settings` are PostgreSQL's, and hold for the start that they are
 * given to. Works as an ordinary user and as root. Throws `unavailable` with what to do.
 */
export async function startEmbeddedPostgres(options: { directory: string; port?: number; settings?: Record<string, string> }): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory)
  makeDirectory(directory)
  return whileLocked(directory, async () => {
    const state = readState(directory) ?? (await firstState(directory, options.port))
    const cluster = clusterOf(resolve(directory, state.home))
    if (!existsSync(dataOf(cluster))) await initialise(cluster, state.password, options.settings?.['fsync'] === 'off' ? [...LOCALE, '--no-sync'] : LOCALE)
    const urlOf = (port: number, database: string) => `postgresql://${SUPERUSER}:${state.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
    const { port, started } = await bringUp(cluster, {
      port: options.port ?? state.port,
      settings: options.settings ?? {},
      urlOf: (actual) => urlOf(actual, 'postgres'),
    })
    if (port !== state.port) writeState(directory, { ...state, port })
    const claim = await claimServer(urlOf(port, 'postgres'))
    let held = true
    return {
      port,
      startedByUs: started,
      url: (database) => urlOf(port, database),
      async stop() {
        if (!held) return
        held = false
        await whileLocked(directory, async () => {
          if (await claim.release()) await stopServer(cluster)
        })
      },
    }
  })
}

/** Stops the server of `directory`, whoever holds it. Nothing happens when it does not run. */
export async function stopEmbeddedPostgres(directory: string): Promise<void> {
  const place = resolve(directory)
  if (!existsSync(place)) return
  await whileLocked(place, async () => {
    const state = readState(place)
    if (state) await stopServer(clusterOf(resolve(place, state.home)))
  })
}

/** Stops the server of `directory` and deletes the directory with all its data, wherever that lies. */
export async function removeEmbeddedPostgres(directory: string): Promise<void> {
  const place = resolve(directory)
  if (!existsSync(place)) return
  await whileLocked(place, async () => {
    const state = readState(place)
    if (!state) return
    const home = resolve(place, state.home)
    await stopServer(clusterOf(home))
    rmSync(isAbsolute(state.home) ? dirname(home) : home, { recursive: true, force: true })
    rmSync(join(place, 'state.json'))
  })
  rmSync(place, { recursive: true, force: true })
}

function whileLocked<T>(directory: string, work: () => Promise<T>): Promise<T> {
  return withLockFile(join(directory, 'lock'), work)
}

/** Chooses port, password and place, and writes them down before there is any data: data without its password is lost. */
async function firstState(directory: string, wishedPort?: number): Promise<ServerState> {
  const home = serverHome(directory, serverUser(join(directory, 'server/data')))
  const place = resolve(directory, home)
  if (existsSync(place)) {
    if (home === 'server')
      throw new TenureError(
        'unavailable',
        `${directory} has data, but no state.json with its password: restore that file, or remove the directory to start over`,
      )
    // Outside, it is what an earlier directory of this name left behind
    await stopServer(clusterOf(place))
    rmSync(place, { recursive: true })
  }
  const state = { port: await freePort(wishedPort), password: randomBytes(18).toString('base64url'), home }
  writeState(directory, state)
  return state
}

function clusterOf(home: string): Cluster {
  const user = serverUser(join(home, 'data'))
  return { home, user, bin: nativeBinaries(user) }
}
