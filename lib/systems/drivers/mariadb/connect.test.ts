import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Driver } from '#lib/systems/driver.ts'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/mariadb-target.ts'
import { GUIDE_PASSWORD } from '#lib/systems/testing/postgresql-target.ts'
import { type DebianMariadb, startDebianMariadb } from '#lib/testing/debian-mariadb.ts'
import { type SelfSigned, selfSigned } from '#lib/testing/self-signed.ts'
import { mariadbDriver } from './mariadb.ts'

let server: DebianMariadb | null = null
let tls: SelfSigned | null = null

beforeAll(async () => {
  tls = selfSigned()
  server = tls && (await startDebianMariadb([`--ssl-cert=${tls.certificateFile}`, `--ssl-key=${tls.keyFile}`]))
  if (server) await prepareByTheGuide(server)
}, 120_000)

afterAll(async () => {
  await server?.stop()
  tls?.remove()
}, 60_000)

const check = (sentence: string, body: (server: DebianMariadb, tls: SelfSigned) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server && tls ? body(server, tls) : skip('MariaDB or openssl is not installed')))

async function report(settings: Record<string, unknown>) {
  const driver: Driver = mariadbDriver
  const connection = driver.connect(settings)
  try {
    return await driver.test(connection)
  } finally {
    await connection.close()
  }
}

check('TLS checks who answers, unless it is told not to, and then it says so', async (running, { certificate }) => {
  const settings = { ...guideSettings(running, 'tenure_broker'), host: 'localhost' }
  expect(await report({ ...settings, tls: 'verify-full' })).toMatchObject({ reachable: false, reason: expect.stringContaining('self-signed') })
  expect(await report({ ...settings, tls: 'verify-full', caCertificate: certificate })).toMatchObject({ reachable: true, warnings: [] })
  expect(await report({ ...settings, tls: 'require' })).toMatchObject({ reachable: true, warnings: [expect.stringContaining('nobody checks')] })
})

check('a wrong password is told as such, without the password', async (running) => {
  const found = await report({ ...guideSettings(running, 'tenure_broker'), password: 'not-this-one' })
  expect(found).toMatchObject({ reachable: false, code: '1045' })
  expect(JSON.stringify(found)).not.toContain('not-this-one')
})

check('missing rights are named with what gives them, and an account that may do too much is warned of', async (running) => {
  const reader = await report(guideSettings(running, 'tenure_discovery'))
  const missing = reader.reachable ? reader.rights.filter((right) => !right.held) : []
  expect(new Set(missing.map((right) => right.capability))).toEqual(new Set(['mint', 'revoke', 'offboard']))
  expect(missing[0]?.remedy).toContain("GRANT EXECUTE ON PROCEDURE tenure.lease_mint TO 'tenure_discovery'@'%'")
  await running.script(
    `CREATE USER almighty@'%' IDENTIFIED BY '${GUIDE_PASSWORD}'; GRANT ALL ON *.* TO almighty@'%'; CREATE USER nothing@'%' IDENTIFIED BY '${GUIDE_PASSWORD}'`,
  )
  expect(await report({ ...guideSettings(running, 'tenure_broker'), username: 'almighty' })).toMatchObject({
    warnings: [expect.stringContaining("every password's hash")],
  })
  const nothing = await report({ ...guideSettings(running, 'tenure_broker'), username: 'nothing' })
  expect(nothing.reachable && nothing.rights.filter((right) => right.held)).toEqual([])
})

test('settings that make no sense are refused with the field', () => {
  const settings = { host: 'db.internal', username: 'tenure_broker', password: 'x' }
  for (const wrong of [
    { host: '/run/mysqld.sock' },
    { host: '10.0.0.1' },
    { host: '::1' },
    { accountHost: `%'; DROP` },
    { username: 'a\u0000b' },
    { tls: 'prefer' },
    { password: '' },
  ])
    expect(() => mariadbDriver.connect({ ...settings, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid', fields: { [Object.keys(wrong)[0] ?? '']: expect.any(String) } }),
    )
})
