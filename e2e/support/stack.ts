import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { randomBytes, randomSecret } from '#lib/crypto/random.ts'
import { freePort } from '#lib/db/embedded/ports.ts'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { startFaultProxy } from '#lib/testing/pg-fault-proxy.ts'
import { processPlans, ROOT } from '../../bin/process-plans.ts'
import { supervise, untilToldToStop } from '../../bin/supervisor.ts'
import { startProvider } from './provider.ts'
import { STATE_FILE, type Stack } from './state.ts'

const WEB_PORT = Number(process.env['TENURE_E2E_PORT'] ?? 3290)
const HOME = path.join(ROOT, '.tenure/e2e')

/** Everything that the browser tests need, for real: two PostgreSQL servers (ours and a target), an OpenID provider, and Tenure's three processes as in production. Runs until told to stop. */
export async function runStack(): Promise<void> {
  await removeEmbeddedPostgres(path.join(HOME, 'own'))
  await removeEmbeddedPostgres(path.join(HOME, 'target'))
  mkdirSync(HOME, { recursive: true })
  const own = await startEmbeddedPostgres({ directory: path.join(HOME, 'own') })
  const target = await startEmbeddedPostgres({ directory: path.join(HOME, 'target') })
  const databaseUrl = own.url('tenure_e2e')
  await createDatabase(own.url('postgres'))
  await migrateDeploy(databaseUrl)
  const server = { port: target.port, url: (database: string) => target.url(database), stop: () => target.stop() }
  await prepareByTheGuide(server)
  const liar = await startFaultProxy(target.port)
  liar.when({ sent: 'DROP ROLE', point: 'before', action: { pretend: 'DROP ROLE' }, times: Number.POSITIVE_INFINITY })

  const url = `http://127.0.0.1:${WEB_PORT}`
  const controlPlanePort = await freePort()
  const provider = await startProvider(url)
  const signingKey = generateSigningKey().privateKey
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    TENURE_URL: url,
    TENURE_WEB_PORT: String(WEB_PORT),
    TENURE_CONTROL_PLANE_PORT: String(controlPlanePort),
    TENURE_SESSION_SECRET: randomSecret(),
    TENURE_ENCRYPTION_KEYS: `k1:${Buffer.from(randomBytes(32)).toString('base64')}`,
    TENURE_SIGNING_KEY: signingKey,
    TENURE_LOG_LEVEL: 'warn',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  }
  const supervisor = supervise(
    processPlans({ TENURE_HOST: '127.0.0.1', TENURE_WEB_PORT: WEB_PORT, TENURE_URL: url }, env, (name) => openSync(path.join(HOME, `${name}.log`), 'w')),
    (name, how) => console.error(`${name} died: ${how}; see ${path.join('.tenure/e2e', `${name}.log`)}`),
  )
  const settings = guideSettings(server, 'tenure_broker') as { host: string; port: number; database: string; username: string; password: string }
  const { host, database, username, password } = settings
  const state: Stack = {
    url,
    controlPlane: `http://127.0.0.1:${controlPlanePort}`,
    databaseUrl,
    target: {
      host,
      port: target.port,
      lyingPort: liar.port,
      database,
      username,
      password,
      superuserPassword: decodeURIComponent(new URL(target.url('postgres')).password),
    },
    publicKeyPem: createSigner({ name: 'e2e/audit', privateKey: signingKey }).publicKey.pem,
  }
  writeFileSync(STATE_FILE, JSON.stringify(state), { mode: 0o600 })
  await untilToldToStop()
  await supervisor.stop()
  await Promise.allSettled([provider.stop(), liar.close()])
  await removeEmbeddedPostgres(path.join(HOME, 'own'))
  await removeEmbeddedPostgres(path.join(HOME, 'target'))
  process.exit(0)
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE DATABASE tenure_e2e')
  await client.end()
}
