import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Config, parseConfig } from '#lib/config/config.ts'
import { TenureError } from '#lib/core/errors.ts'
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { freePort } from '#lib/db/embedded/ports.ts'
import { processPlans, ROOT } from '../process-plans.ts'
import { supervise } from '../supervisor.ts'
import type { DemoArguments } from './demo-arguments.ts'
import { createDemoDatabase, demoDatabaseUrl, hasDemoDatabase, updateDemoDatabase } from './demo-database.ts'
import { type DemoSecrets, demoSecrets } from './demo-secrets.ts'
import { claimDemo } from './only-one-demo.ts'
import { type Print, stepLines } from './step-lines.ts'
import { waitUntilReady } from './wait-until-ready.ts'
import { buildWeb, endOf, needsBuild } from './web-build.ts'

const HOST = '127.0.0.1'

export type DemoUp = { url: string; databaseUrl: string; logs: string }
type Stage = { print: Print; signal: AbortSignal; directory: string; onStop: (undo: () => void | Promise<void>) => void }

/**
 * Brings everything up, a line per step, and says where it is. Each thing that was brought up is handed to `onStop` with the way to stop it.
 * Throws a TenureError with what to do, or the signal's reason when told to stop.
 */
export async function bringUp({ fresh, port }: DemoArguments, stage: Stage): Promise<DemoUp> {
  const { print, signal, directory, onStop } = stage
  const step = stepLines(print)
  makeDemoDirectory(directory)
  const ports = await findPorts(port)
  const url = `http://${HOST}:${ports.web}`
  onStop(await claimDemo(directory, url))
  if (ports.moved) print(`  ${ports.moved}`)
  const database = join(directory, 'postgres')
  const secretsFile = join(directory, 'secrets.json')
  if (fresh) {
    await step('removed what was there', async () => {
      await removeEmbeddedPostgres(database)
      rmSync(secretsFile, { force: true })
    })
  }
  // The longest step goes on beside the others
  const aborted = new AbortController()
  const pages = pagesBuilt({ ...stage, signal: AbortSignal.any([signal, aborted.signal]) })
  try {
    const server = await step('PostgreSQL is up', () => startEmbeddedPostgres({ directory: database }))
    onStop(() => server.stop())
    signal.throwIfAborted()
    const secrets = demoSecrets(secretsFile, await hasDemoDatabase(server))
    const env = environment(server, { secrets, url, ports })
    const settings = parseConfig(env)
    await filled(server, { ...stage, settings, secrets })
    await pages
    signal.throwIfAborted()
    await step('web, control plane and worker are up', () => processesUp(settings, env, stage))
    return { url, databaseUrl: demoDatabaseUrl(server), logs: join(directory, 'logs') }
  } catch (error) {
    aborted.abort()
    await pages.catch(() => {})
    throw error
  }
}

function makeDemoDirectory(directory: string): void {
  try {
    mkdirSync(join(directory, 'logs'), { recursive: true })
    accessSync(directory, constants.W_OK)
  } catch (cause) {
    throw new TenureError('unavailable', `${directory} cannot be written to: start as the user who started the demo first, or remove that directory`, { cause })
  }
}

type Ports = { web: number; controlPlane: number; moved: string | null }

/** The wished port and the next one, or free ones where another program has them; `moved` says so. */
async function findPorts(wished: number): Promise<Ports> {
  const web = await freePort(wished)
  const next = await freePort(web + 1)
  const controlPlane = next === web ? await freePort() : next
  const taken = [...(web === wished ? [] : [wished]), ...(controlPlane === web + 1 ? [] : [web + 1])]
  const moved =
    taken.length > 0 ? `Port ${taken.join(' and port ')} ${taken.length === 1 ? 'is' : 'are'} taken by another program: using ${web} and ${controlPlane}` : null
  return { web, controlPlane, moved }
}

async function pagesBuilt({ print, signal, directory }: Stage): Promise<void> {
  if (!needsBuild()) return
  print('  … building the pages, once: this takes the longest')
  await stepLines(print)('the pages are built', () => buildWeb(join(directory, 'logs/build.log'), signal))
}

function environment(server: EmbeddedPostgres, { secrets, url, ports }: { secrets: DemoSecrets; url: string; ports: Ports }): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: demoDatabaseUrl(server),
    TENURE_DEMO: '1',
    TENURE_URL: url,
    TENURE_HOST: HOST,
    TENURE_WEB_PORT: String(ports.web),
    TENURE_CONTROL_PLANE_PORT: String(ports.controlPlane),
    TENURE_SESSION_SECRET: secrets.sessionSecret,
    TENURE_ENCRYPTION_KEYS: secrets.encryptionKeys,
    TENURE_SIGNING_KEY: secrets.signingKey,
  }
}

async function filled(server: EmbeddedPostgres, { print, settings, secrets }: Stage & { settings: Config; secrets: DemoSecrets }): Promise<void> {
  const given = { keyring: settings.TENURE_ENCRYPTION_KEYS, brokerPassword: secrets.brokerPassword, now: new Date() }
  if (await hasDemoDatabase(server))
    await stepLines(print)<string[]>(
      (applied) => (applied.length > 0 ? `database migrated: ${applied.join(', ')}` : 'the database is as you left it'),
      () => updateDemoDatabase(server, given),
    )
  else await stepLines(print)('database made and filled with sample data', () => createDemoDatabase(server, given))
}

async function processesUp(settings: Config, env: NodeJS.ProcessEnv, { signal, directory, onStop }: Stage): Promise<void> {
  const logOf = (name: string) => join(directory, 'logs', `${name}.log`)
  let dead: string | null = null
  const outputs: number[] = []
  const output = (name: string) => {
    const file = openSync(logOf(name), 'w')
    outputs.push(file)
    return file
  }
  const supervisor = supervise(processPlans(settings, env, output), (name, how) => {
    dead ??= `${name} died (${how}). The end of ${relative(ROOT, logOf(name))}:\n\n${existsSync(logOf(name)) ? endOf(logOf(name)) : ''}`
  })
  onStop(async () => {
    await supervisor.stop()
    for (const file of outputs) closeSync(file)
  })
  const watched = [
    { name: 'The control plane', url: `http://${HOST}:${settings.TENURE_CONTROL_PLANE_PORT}/readyz` },
    { name: 'The web server', url: `http://${HOST}:${settings.TENURE_WEB_PORT}/readyz` },
  ]
  await waitUntilReady(watched, { death: () => dead, signal })
}
