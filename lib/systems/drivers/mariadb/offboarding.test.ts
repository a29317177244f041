import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '#lib/systems/driver.ts'
import { guideSettings, openAsHolder, prepareByTheGuide } from '#lib/systems/testing/mariadb-target.ts'
import { type DebianMariadb, startDebianMariadb } from '#lib/testing/debian-mariadb.ts'
import { connectMariadb, type MariadbConnection } from './connect.ts'
import { offboarding } from './offboarding.ts'

let server: DebianMariadb | null = null
let connection: MariadbConnection & Connection

beforeAll(async () => {
  server = await startDebianMariadb(['--skip-name-resolve'])
  if (!server) return
  await prepareByTheGuide(server)
  connection = connectMariadb(guideSettings(server, 'tenure_broker'))
}, 120_000)

afterAll(async () => {
  await connection?.close()
  await server?.stop()
}, 60_000)

const check = (sentence: string, body: (server: DebianMariadb) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip('MariaDB is not installed')))
const account = (externalId: string) => ({ externalId, name: externalId })

check('an account that was locked before stays locked when it is restored', async ({ script }) => {
  await script(`CREATE USER resting@'%' IDENTIFIED BY 'x' ACCOUNT LOCK`)
  const remembered = await offboarding.remember(connection, account('resting@%'))
  expect(await offboarding.disable(connection, account('resting@%'))).toMatchObject({ changed: false })
  expect(await offboarding.restore(connection, account('resting@%'), remembered)).toMatchObject({ changed: false })
  expect(await offboarding.reread(connection, account('resting@%'))).toMatchObject({ enabled: false })
})

check('of two accounts of one name only the one that is meant is touched, with its own sessions', async ({ port, script }) => {
  await script(`CREATE USER twin@'127.0.0.%' IDENTIFIED BY 'here'; CREATE USER twin@'10.%' IDENTIFIED BY 'there'; GRANT SELECT ON shop.* TO twin@'127.0.0.%'`)
  const session = await openAsHolder(port, { account: 'twin', secret: 'here' })
  expect(await offboarding.reread(connection, account('twin@10.%'))).toMatchObject({ exists: true, sessions: 0 })
  expect(await offboarding.disable(connection, account('twin@10.%'))).toMatchObject({ changed: true })
  await session.read()
  expect(await offboarding.disable(connection, account('twin@127.0.0.%'))).toMatchObject({ changed: true, detail: expect.stringContaining('1 session') })
  await expect(session.read()).rejects.toThrow()
  expect(await offboarding.remove(connection, account('twin@10.%'))).toMatchObject({ changed: true })
  expect(await offboarding.reread(connection, account('twin@127.0.0.%'))).toMatchObject({ exists: true, enabled: false })
})

check('administrators and roles are left to administrators', async ({ script }) => {
  await script(`CREATE USER dba@'%' IDENTIFIED BY 'x'; GRANT ALL ON *.* TO dba@'%' WITH GRANT OPTION; CREATE USER "od'd ""one"@'%' IDENTIFIED BY 'x'`)
  for (const name of ['dba@%', 'root@localhost', 'app_reader', 'mariadb.sys@localhost', 'tenure_keeper@localhost'])
    await expect(offboarding.disable(connection, account(name)), name).rejects.toMatchObject({ code: 'conflict' })
  expect(await offboarding.disable(connection, account(`od'd "one@%`))).toMatchObject({ changed: true })
  expect(await offboarding.remove(connection, account(`od'd "one@%`))).toMatchObject({ changed: true })
})

check('everything that runs with the rights of an account is named before it is removed', async ({ script }) => {
  await script(`CREATE USER author@'%' IDENTIFIED BY 'x'; GRANT ALL ON shop.* TO author@'%'`)
  await script(`CREATE DEFINER = author@'%' PROCEDURE shop.pay() SELECT 1; CREATE DEFINER = author@'%' VIEW shop.v AS SELECT * FROM shop.orders;
    CREATE DEFINER = author@'%' TRIGGER shop.t BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.id = NEW.id; CREATE DEFINER = author@'%' EVENT shop.e ON SCHEDULE EVERY 1 DAY DO SELECT 1;`)
  const { dependents } = await offboarding.reread(connection, account('author@%'))
  expect(dependents.toSorted()).toEqual(
    ['event shop.e', 'procedure shop.pay', 'trigger shop.t', 'view shop.v'].map((what) => `the ${what} runs with its rights`),
  )
  await expect(offboarding.remove(connection, account('author@%'))).rejects.toMatchObject({ code: 'conflict' })
})

check('without the block of the guide that gives the right, the refusal says what to run', async ({ script }) => {
  await script(`CREATE USER leaving@'%' IDENTIFIED BY 'x'; REVOKE EXECUTE ON PROCEDURE tenure.standing_lock FROM tenure_broker@'%'`)
  await expect(offboarding.disable(connection, account('leaving@%'))).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('connect-mariadb.md'),
  })
})
