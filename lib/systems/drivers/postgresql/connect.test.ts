import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Driver } from '#lib/systems/driver.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { asSuperuser, guideSettings, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { connectPostgresql } from './connect.ts'
import { postgresqlDriver } from './postgresql.ts'

async function report(settings: Record<string, unknown>) {
  const driver: Driver = postgresqlDriver
  const connection = driver.connect(settings)
  try {
    return await driver.test(connection)
  } finally {
    await connection.close()
  }
}

/** A certificate for 127.0.0.1 that vouches for itself, or null where openssl is not installed. */
function selfSigned(): { key: string; certificate: string } | null {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-tls-'))
  const file = (name: string) => join(directory, name)
  try {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', file('key'), '-out', file('crt'), ...subject], {
      stdio: 'ignore',
    })
    return { key: readFileSync(file('key'), 'utf8'), certificate: readFileSync(file('crt'), 'utf8') }
  } catch {
    return null
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

describe.each(eachPostgres)('a connection to %s', (name, start) => {
  let server: PostgresServer | null = null

  beforeAll(async () => {
    server = await start()
    if (server) await prepareByTheGuide(server)
  }, 120_000)
  afterAll(async () => server?.stop(), 60_000)

  function check(sentence: string, body: (server: PostgresServer) => Promise<void>): void {
    test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }

  check('the account that only reads may discover and lacks what lending needs, with the statements that would give it', async (running) => {
    const found = await report(guideSettings(running, 'tenure_discovery'))
    expect(found).toMatchObject({ reachable: true, as: 'tenure_discovery', targetTime: expect.any(Date), serverVersion: expect.stringMatching(/^1\d/) })
    if (!found.reachable) return
    expect(found.rights.filter((right) => !right.held).map((right) => [right.capability, right.remedy])).toEqual([
      ['mint', 'ALTER ROLE tenure_discovery CREATEROLE'],
      ['offboard', 'ALTER ROLE tenure_discovery CREATEROLE'],
      ['mint', expect.stringContaining('group_role')],
    ])
  })

  check('a superuser is warned about', async (running) => {
    const url = new URL(running.url('postgres'))
    const found = await report({ ...guideSettings(running, 'tenure_broker'), username: url.username, password: decodeURIComponent(url.password) })
    expect(found.reachable && found.warnings).toContainEqual(expect.stringContaining('superuser'))
  })

  check('a wrong password, a wrong database and a server without TLS are told apart', async (running) => {
    expect(await report({ ...guideSettings(running, 'tenure_broker'), password: 'wrong' })).toMatchObject({ reachable: false, code: '28P01' })
    expect(await report({ ...guideSettings(running, 'tenure_broker'), database: 'nowhere' })).toMatchObject({ reachable: false, code: '3D000' })
    expect(await report({ ...guideSettings(running, 'tenure_broker'), tls: 'verify-full' })).toMatchObject({
      reachable: false,
      reason: expect.stringContaining('does not support SSL'),
    })
  })

  check('every session is named, limited in time, and finds nothing outside the catalogue', async (running) => {
    const connection = connectPostgresql({ ...guideSettings(running, 'tenure_broker'), statementTimeoutMs: 700, lockTimeoutMs: 300 })
    const shown = await connection.withClient(undefined, (client) =>
      client.query(
        `SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, current_setting('search_path') AS path`,
      ),
    )
    expect(shown.rows).toEqual([{ name: 'tenure', statement: '700ms', lock: '300ms', path: 'pg_catalog' }])
    await expect(connection.withClient(undefined, (client) => client.query('SELECT pg_sleep(5)'))).rejects.toMatchObject({ code: '57014' })
    await connection.close()
  })

  check('more calls than connections wait their turn; a failed call spoils nothing for the next', async (running) => {
    const connection = connectPostgresql({ ...guideSettings(running, 'tenure_broker'), maxConnections: 2, connectTimeoutMs: 400 })
    const slow = Array.from({ length: 6 }, () => connection.withClient(undefined, (client) => client.query('SELECT pg_sleep(0.2)')))
    await Promise.all(slow)
    await expect(connection.withClient(undefined, (client) => client.query('BEGIN; SELECT 1/0'))).rejects.toBeInstanceOf(pg.DatabaseError)
    expect((await connection.withClient(undefined, (client) => client.query('SELECT 1 AS a'))).rows).toEqual([{ a: 1 }])
    await connection.close()
  })

  check('with TLS the right server is told from another', async (running) => {
    const certificate = selfSigned()
    const other = selfSigned()
    if (!certificate || !other) return console.log('skipped: openssl is not installed, TLS is not tested')
    await asSuperuser(running, async (client) => {
      for (const [file, text] of [
        ['server.key', certificate.key],
        ['server.crt', certificate.certificate],
      ] as const) {
        const lines = `SELECT unnest(string_to_array(${pg.escapeLiteral(text.trim())}, E'\\n'))`
        await client.query(`COPY (${lines}) TO PROGRAM 'umask 077; cat > ${file}'`)
      }
      await client.query(`ALTER SYSTEM SET ssl = on`)
      await client.query('SELECT pg_reload_conf()')
    })
    const encrypted = (more: Record<string, unknown>) => report({ ...guideSettings(running, 'tenure_broker'), tls: 'verify-full', ...more })
    await expect
      .poll(() => encrypted({ caCertificate: certificate.certificate }), { timeout: 10_000 })
      .toMatchObject({ reachable: true, warnings: expect.not.arrayContaining([expect.stringContaining('encrypted')]) })
    expect(await encrypted({ caCertificate: other.certificate })).toMatchObject({ reachable: false })
    expect(await encrypted({})).toMatchObject({ reachable: false })
    const unchecked = await encrypted({ tls: 'require' })
    expect(unchecked.reachable && unchecked.warnings).toContainEqual(expect.stringContaining('nobody checks'))
  })
})
