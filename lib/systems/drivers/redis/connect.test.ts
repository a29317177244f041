import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Driver } from '#lib/systems/driver.ts'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/redis-target.ts'
import { freePort } from '#lib/db/embedded/ports.ts'
import { type DebianRedis, startDebianRedis } from '#lib/testing/debian-redis.ts'
import { type SelfSigned, selfSigned } from '#lib/testing/self-signed.ts'
import { redisDriver } from './redis.ts'

let server: DebianRedis | null = null
let tls: SelfSigned | null = null
let tlsPort = 0

beforeAll(async () => {
  tls = selfSigned()
  tlsPort = await freePort()
  const files = tls && ['--tls-port', String(tlsPort), '--tls-cert-file', tls.certificateFile, '--tls-key-file', tls.keyFile, '--tls-auth-clients', 'no']
  server = files && (await startDebianRedis({ more: files }))
  if (server) await prepareByTheGuide(server)
}, 120_000)

afterAll(async () => {
  await server?.stop()
  tls?.remove()
}, 60_000)

const check = (sentence: string, body: (server: DebianRedis, tls: SelfSigned) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server && tls ? body(server, tls) : skip('Redis or openssl is not installed')))

async function report(settings: Record<string, unknown>) {
  const driver: Driver = redisDriver
  return driver.test(driver.connect(settings))
}

check('TLS checks who answers, unless it is told not to, and then it says so', async (running, { certificate }) => {
  const settings = guideSettings(running, 'tenure_broker', tlsPort)
  expect(await report({ ...settings, tls: 'verify-full' })).toMatchObject({ reachable: false, reason: expect.stringContaining('self-signed') })
  expect(await report({ ...settings, tls: 'verify-full', caCertificate: certificate })).toMatchObject({ reachable: true, warnings: [] })
  expect(await report({ ...settings, tls: 'require' })).toMatchObject({ reachable: true, warnings: [expect.stringContaining('nobody checks')] })
})

check('a wrong password is told as such, without the password', async (running) => {
  const found = await report({ ...guideSettings(running, 'tenure_broker'), password: 'not-this-one' })
  expect(found).toMatchObject({ reachable: false, code: 'WRONGPASS' })
  expect(JSON.stringify(found)).not.toContain('not-this-one')
})

check('missing rights are named with what gives them', async (running) => {
  const reader = await report(guideSettings(running, 'tenure_discovery'))
  const missing = reader.reachable ? reader.rights.filter((right) => !right.held) : []
  expect(missing.map((right) => right.right)).toEqual(['+acl|setuser', '+acl|save', '+client|kill', '+acl|deluser'])
  expect(missing[0]?.remedy).toBe('ACL SETUSER tenure_discovery +acl|setuser')
})

check('a replica is said to keep users of its own', async (running) => {
  await running.script('REPLICAOF 127.0.0.1 1')
  const found = await report(guideSettings(running, 'tenure_broker'))
  await running.script('REPLICAOF NO ONE')
  expect(found).toMatchObject({ reachable: true, warnings: [expect.stringContaining('replica')] })
})
