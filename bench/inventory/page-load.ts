import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateSigningKey } from '#lib/crypto/signing.ts'
import type { Db } from '#lib/db/client.ts'
import { freePort } from '#lib/db/embedded/ports.ts'
import { openSession, sessionCookieName } from '#lib/people/sessions.ts'
import { buildWeb, needsBuild } from '../../bin/demo/web-build.ts'
import { ROOT } from '../../bin/process-plans.ts'
import { percentile } from '../support/percentile.ts'

const USERS = 10
const PAGES_EACH = 12
const require = createRequire(import.meta.url)

/** The addresses that people open, one after the other. */
const PATHS = [
  '/inventory',
  '/inventory?owner=nobody',
  '/inventory?privileged=yes&owner=nobody&environment=production',
  '/inventory?q=payroll',
  '/inventory?sort=expiresAt&expiry=30d',
  '/inventory?lastUsed=not-90d&sort=lastUsedAt',
]

/** Ten people at once read the inventory in the built pages: says the time until the first byte of each page. Reported, not judged: it belongs to the machine. */
export async function pageLoad(db: Db, databaseUrl: string, personId: string, say: (line: string) => void): Promise<void> {
  if (needsBuild()) await buildWeb(path.join(tmpdir(), 'tenure-bench-build.log'), AbortSignal.timeout(600_000))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const token = randomBytes(32).toString('base64url')
  await openSession(db, personId, token, new Date())
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: address,
    DATABASE_URL: databaseUrl,
    TENURE_URL: address,
    TENURE_SESSION_SECRET: randomBytes(32).toString('hex'),
    TENURE_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    TENURE_SIGNING_KEY: generateSigningKey().privateKey,
    TENURE_DEMO: '1',
    TENURE_LOG_LEVEL: 'silent',
  }
  const web = spawn(process.execPath, [require.resolve('next/dist/bin/next'), 'start', ROOT, '-H', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' })
  try {
    await untilReady(address)
    const headers = { cookie: `${sessionCookieName(address)}=${token}` }
    for (const each of PATHS) await firstByte(address + each, headers)
    const took = (
      await Promise.all(
        Array.from({ length: USERS }, async (_, user) => {
          const own: number[] = []
          for (let page = 0; page < PAGES_EACH; page += 1) own.push(await firstByte(address + (PATHS[(user + page) % PATHS.length] ?? ''), headers))
          return own
        }),
      )
    ).flat()
    say(
      `pages, ${USERS} people at once: first byte p50 ${percentile(took, 50).toFixed(0)} ms, p99 ${percentile(took, 99).toFixed(0)} ms over ${took.length} pages`,
    )
  } finally {
    web.kill('SIGTERM')
  }
}

/** Milliseconds until the first byte of the body; the rest is read as well. Throws for a page that is no page. */
async function firstByte(url: string, headers: Record<string, string>): Promise<number> {
  const begin = performance.now()
  const answer = await fetch(url, { headers, redirect: 'manual' })
  if (answer.status !== 200 || !answer.body) throw new Error(`${url} answered ${answer.status}`)
  const reader = answer.body.getReader()
  await reader.read()
  const took = performance.now() - begin
  while (!(await reader.read()).done);
  return took
}

async function untilReady(address: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`${address}/healthz`).catch(() => null)
    if (answer?.ok) return
    await sleep(200)
  }
  throw new Error('The pages did not come up')
}
