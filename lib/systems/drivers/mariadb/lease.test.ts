import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection, LeaseAccount } from '#lib/systems/driver.ts'
import { accountOf, anOrderFor } from '#lib/systems/testing/conformance-target.ts'
import { guideSettings, mariadb, openAsHolder, prepareByTheGuide } from '#lib/systems/testing/mariadb-target.ts'
import { GUIDE_PASSWORD } from '#lib/systems/testing/postgresql-target.ts'
import { type DebianMariadb, startDebianMariadb } from '#lib/testing/debian-mariadb.ts'

let server: DebianMariadb | null = null
let connection: Connection

beforeAll(async () => {
  server = await startDebianMariadb(['--general-log=1', '--general-log-file=general.log'])
  if (!server) return
  await prepareByTheGuide(server)
  connection = mariadb.connect(guideSettings(server, 'tenure_broker'))
}, 120_000)

afterAll(async () => {
  await connection?.close()
  await server?.stop()
}, 60_000)

const check = (sentence: string, body: (server: DebianMariadb) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip('MariaDB is not installed')))
const anOrder = (privilege = 'app_reader') => anOrderFor({ driver: mariadb, privilege })

async function revokeAll(account: LeaseAccount) {
  const facts = []
  for (const step of mariadb.revocation) facts.push(await step.run(connection, account))
  return facts
}

check("Tenure's account reaches no data, no hash, and no account but a lease's, also not through the keeper's procedures", async ({ port, script }) => {
  await script(`CREATE USER svc_erp@'%' IDENTIFIED BY 'old'`)
  const client = await mysql.createConnection({ host: '127.0.0.1', port, user: 'tenure_broker', password: GUIDE_PASSWORD })
  for (const statement of [
    'SELECT * FROM shop.orders',
    'SELECT * FROM mysql.global_priv',
    'SELECT authentication_string FROM mysql.user',
    `ALTER USER root@localhost IDENTIFIED BY 'mine'`,
    `CREATE USER tenure_lse_x@'%'`,
    `CALL tenure.lease_check('root')`,
    `CALL tenure.lease_block('svc_erp')`,
    `CALL tenure.lease_end_sessions('root')`,
    `CALL tenure.lease_remove('svc_erp')`,
    `CALL tenure.lease_mint('svc_erp', '%', '*${'A'.repeat(40)}', 'app_reader', 5)`,
    `CALL tenure.lease_mint('${anOrder().account}', '%', '*', 'app_reader', 5)`,
    `CALL tenure.lease_mint('${anOrder().account}', '%', '*${'A'.repeat(40)}', 'nobody_lent_this', 5)`,
    `CALL tenure.standing_lock('root', 'localhost')`,
    `CALL tenure.standing_remove('tenure_keeper', 'localhost')`,
    `CALL tenure.standing_lock('mariadb.sys', 'localhost')`,
  ])
    await expect(client.query(statement), statement).rejects.toThrow(/denied|lease|verifier|lent|administrator|belongs to/)
  await client.end()
  expect(await script(`SELECT count(*) FROM mysql.user WHERE User LIKE 'tenure_lse%'`)).toBe('0\n')
})

check("the password never reaches the server's log, only its verifier", async ({ directory }) => {
  const order = anOrder()
  await mariadb.mint(connection, order)
  const log = readFileSync(join(directory, 'data/general.log'), 'utf8')
  expect(log).toContain(order.account)
  expect(log).not.toContain(order.secret)
  await revokeAll(accountOf(order))
})

check('a role that reaches too far is not lent, however long the chain, unless an administrator allowed it by name', async (running) => {
  const lend = (role: string) => `GRANT ${role} TO tenure_keeper@localhost WITH ADMIN OPTION;`
  const roles: [role: string, rights: string, reason: string][] = [
    ['boss', 'GRANT SUPER ON *.* TO boss', 'has SUPER on everything'],
    ['reads_all', 'GRANT SELECT ON *.* TO reads_all', 'has SELECT on everything'],
    ['reads_hashes', 'GRANT SELECT ON mysql.global_priv TO reads_hashes', 'has rights on mysql.global_priv'],
    ['pattern', 'GRANT UPDATE ON `my%`.* TO pattern', 'on the schema my%, which holds the accounts'],
    ['keeper_like', 'GRANT EXECUTE ON PROCEDURE tenure.lease_mint TO keeper_like', 'has rights on tenure.lease_mint'],
    ['passer', 'GRANT SELECT ON shop.* TO passer WITH GRANT OPTION', 'may pass on rights on the schema shop'],
    ['hands_on', 'GRANT app_reader TO hands_on WITH ADMIN OPTION', 'may pass on the role app_reader'],
    ['far', 'CREATE ROLE middle; GRANT boss TO middle; GRANT middle TO far', 'through the role boss it has SUPER'],
  ]
  for (const [role, rights, reason] of roles) {
    await running.script(`CREATE ROLE ${role}; ${rights}; ${lend(role)}`)
    const order = anOrder(role)
    await expect(mariadb.mint(connection, order), role).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining(reason) })
  }
  await running.script('CREATE ROLE not_ours')
  await expect(mariadb.mint(connection, anOrder('not_ours'))).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('ADMIN OPTION') })
  const lenient = mariadb.connect({ ...guideSettings(running, 'tenure_broker'), allowPrivileged: ['passer'] })
  const order = anOrder('passer')
  expect(await mariadb.mint(lenient, order)).toMatchObject({ outcome: 'created' })
  await lenient.close()
  await revokeAll(accountOf(order))
})

check('an account is not removed while it could still be used, and is refused by the lock before it is gone', async ({ port }) => {
  const order = anOrder()
  const { account } = await mariadb.mint(connection, order)
  const [block, end, rights, remove] = mariadb.revocation
  await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('may still log in') })
  const session = await openAsHolder(port, order)
  await block?.run(connection, account)
  expect(await mariadb.probe(connection, order)).toMatchObject({ outcome: 'refused', code: '4151' })
  await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('1 open session') })
  await session.read()
  for (const step of [end, rights, remove]) expect(await step?.run(connection, account)).toMatchObject({ changed: true })
})

check('a session that outlived its account is still counted, never called dead, and ended', async ({ port, script }) => {
  const order = anOrder()
  const { account } = await mariadb.mint(connection, order)
  const session = await openAsHolder(port, order)
  await script(`DROP USER ${order.account}@'%'`)
  expect(await mariadb.reread(connection, account)).toMatchObject({ exists: false, sessions: 1 })
  expect(await mariadb.residual(connection, account)).toEqual([expect.objectContaining({ what: 'session', count: 1, until: null })])
  expect(await mariadb.revocation[1]?.run(connection, account)).toMatchObject({ changed: true, rows: 1 })
  await expect(session.read()).rejects.toThrow()
  expect(await mariadb.residual(connection, account)).toEqual([])
})

check('what the holder changed about its account delays nothing, and what somebody added to it goes', async ({ port, script }) => {
  const order = anOrder()
  await mariadb.mint(connection, order)
  const session = await openAsHolder(port, order)
  await session.client.query(`SET PASSWORD = PASSWORD('mine-now')`)
  await script(`CREATE ROLE extra; GRANT extra TO tenure_keeper@localhost WITH ADMIN OPTION; GRANT extra TO ${order.account}@'%'`)
  expect(await mariadb.reread(connection, accountOf(order))).toMatchObject({ ours: true, memberOf: ['app_reader', 'extra'] })
  await mariadb.mint(connection, order)
  expect(await mariadb.reread(connection, accountOf(order))).toMatchObject({ memberOf: ['app_reader'] })
  await expect(openAsHolder(port, { account: order.account, secret: 'mine-now' })).rejects.toThrow('Access denied')
  await revokeAll(accountOf(order))
  await expect(session.read()).rejects.toThrow()
})

check('leases are minted and revoked at the same time, and two workers that mint one lease make one account', async ({ script }) => {
  const orders = Array.from({ length: 20 }, () => anOrder())
  const minted = await Promise.all(orders.map((order) => mariadb.mint(connection, order)))
  expect(minted.every((one) => one.outcome === 'created')).toBe(true)
  await Promise.all(minted.map(({ account }) => revokeAll(account)))
  const order = anOrder()
  const both = await Promise.all([mariadb.mint(connection, order), mariadb.mint(connection, order)])
  expect(both.map((one) => one.outcome).toSorted()).toEqual(['created', 'restored'])
  await revokeAll(accountOf(order))
  expect(await script(`SELECT count(*) FROM mysql.user WHERE User LIKE 'tenure_lse%'`)).toBe('0\n')
})

check('a call that is stopped while it waits ends at once', async ({ port }) => {
  const order = anOrder()
  const blocker = await mysql.createConnection({ host: '127.0.0.1', port, user: 'tenure_broker', password: GUIDE_PASSWORD })
  await blocker.query('SELECT get_lock(?, 0)', [order.account])
  const began = performance.now()
  await expect(mariadb.mint(connection, order, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ code: 'unavailable' })
  expect(performance.now() - began).toBeLessThan(3_000)
  await blocker.end()
  expect(await mariadb.mint(connection, order)).toMatchObject({ outcome: 'created' })
  await revokeAll(accountOf(order))
})
