import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/redis-target.ts'
import { type DebianRedis, startDebianRedis } from '#lib/testing/debian-redis.ts'
import { connectRedis } from './connect.ts'
import { offboarding } from './offboarding.ts'

let withFile: DebianRedis | null = null
let withoutFile: DebianRedis | null = null

beforeAll(async () => {
  withFile = await startDebianRedis()
  withoutFile = withFile && (await startDebianRedis({ aclFile: false }))
  for (const server of [withFile, withoutFile]) if (server) await prepareByTheGuide(server)
}, 120_000)

afterAll(async () => {
  await withFile?.stop()
  await withoutFile?.stop()
}, 60_000)

const check = (sentence: string, body: (withFile: DebianRedis, withoutFile: DebianRedis) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (withFile && withoutFile ? body(withFile, withoutFile) : skip('Redis is not installed')))
const account = (name: string) => ({ externalId: name, name })

check('a user that was off before stays off when it is restored', async (server) => {
  const connection = connectRedis(guideSettings(server, 'tenure_broker'))
  await server.script('ACL SETUSER resting off >x')
  const remembered = await offboarding.remember(connection, account('resting'))
  expect(await offboarding.disable(connection, account('resting'))).toMatchObject({ changed: false })
  expect(await offboarding.restore(connection, account('resting'), remembered)).toMatchObject({ changed: false })
  expect(await offboarding.reread(connection, account('resting'))).toMatchObject({ exists: true, enabled: false })
})

check('what is done is in the ACL file, and where there is none it is said that it may come back', async (server, forgetful) => {
  for (const running of [server, forgetful]) await running.script('ACL SETUSER svc_left on >x')
  const connection = connectRedis(guideSettings(server, 'tenure_broker'))
  await offboarding.disable(connection, account('svc_left'))
  expect(readFileSync(server.aclFile ?? '', 'utf8')).toMatch(/^user svc_left off /m)
  await offboarding.remove(connection, account('svc_left'))
  expect(readFileSync(server.aclFile ?? '', 'utf8')).not.toContain('svc_left')
  const other = connectRedis(guideSettings(forgetful, 'tenure_broker'))
  expect((await offboarding.remove(other, account('svc_left'))).detail).toContain('comes back when it starts again')
})

check('the default user can be disabled and not removed', async (server) => {
  const connection = connectRedis(guideSettings(server, 'tenure_broker'))
  await server.script('ACL SETUSER default on >x')
  expect(await offboarding.disable(connection, account('default'))).toMatchObject({ changed: true })
  await expect(offboarding.remove(connection, account('default'))).rejects.toMatchObject({ code: 'conflict' })
})
