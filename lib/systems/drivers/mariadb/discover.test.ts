import { afterAll, beforeAll, expect, test } from 'vitest'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { discoveringDriverFor } from '#lib/systems/registry.ts'
import { accountOf, anOrderFor } from '#lib/systems/testing/conformance-target.ts'
import { guideSettings, mariadb, openAsHolder, prepareByTheGuide } from '#lib/systems/testing/mariadb-target.ts'
import { type DebianMariadb, startDebianMariadb } from '#lib/testing/debian-mariadb.ts'

const HOSTILE = `=cmd|' /C "x"; DROP--`
const ESTATE = `
CREATE USER svc_billing@'10.1.%' IDENTIFIED BY 'old-static' PASSWORD EXPIRE INTERVAL 90 DAY;
GRANT SELECT, INSERT ON shop.* TO svc_billing@'10.1.%' WITH GRANT OPTION; GRANT UPDATE (id) ON shop.orders TO svc_billing@'10.1.%'; GRANT app_reader TO svc_billing@'10.1.%';
CREATE USER idle@'%' IDENTIFIED BY 'other-static' ACCOUNT LOCK; CREATE USER by_socket@localhost IDENTIFIED VIA unix_socket;
CREATE USER ci_deploy@'%' IDENTIFIED BY 'x'; CREATE USER dba@'%' IDENTIFIED BY 'x'; GRANT ALL ON *.* TO dba@'%' WITH GRANT OPTION;
CREATE ROLE ops; GRANT FILE ON *.* TO ops; CREATE USER svc_ops@'%' IDENTIFIED BY 'x'; GRANT ops TO svc_ops@'%';
CREATE USER "${HOSTILE.replaceAll('"', '""')}"@'%' IDENTIFIED BY 'x'; CREATE USER 'a@b'@'%' IDENTIFIED BY 'x'; CREATE ROLE \`a@b\`;
CREATE PROCEDURE shop.pay() SELECT 1; GRANT EXECUTE ON PROCEDURE shop.pay TO idle@'%'; GRANT SELECT ON shop.orders TO PUBLIC;`

async function prepared(): Promise<DebianMariadb | null> {
  const server = await startDebianMariadb()
  if (!server) return null
  await prepareByTheGuide(server)
  await server.script(ESTATE)
  return server
}

discoveryConformance('MariaDB (Debian)', async () => {
  const server = await prepared()
  if (!server) return null
  const hashes = (
    await server.script(`SELECT json_value(Priv, '$.authentication_string') FROM mysql.global_priv WHERE json_value(Priv, '$.authentication_string') LIKE '*%'`)
  )
    .trim()
    .split('\n')
  return {
    driver: discoveringDriverFor('mariadb'),
    settings: guideSettings(server, 'tenure_discovery'),
    unreachable: { ...guideSettings(server, 'tenure_discovery', 1), connectTimeoutMs: 500 },
    secrets: ['old-static', 'other-static', ...hashes, ...hashes.map((hash) => hash.slice(1))],
    expects: ['svc_billing@10.1.%', 'idle@%', 'dba@%', 'root@localhost', 'app_reader', `${HOSTILE}@%`, 'a%40b@%', 'a%40b'],
    stop: () => server.stop(),
  }
})

let server: DebianMariadb | null = null
let records: DiscoveredRecord[] = []

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const connection = mariadb.connect(settings)
  const all: DiscoveredRecord[] = []
  for await (const batch of discoveringDriverFor('mariadb').discover(connection)) all.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  await connection.close()
  return all
}

beforeAll(async () => {
  server = await prepared()
  if (server) records = await readAll(guideSettings(server, 'tenure_discovery'))
}, 120_000)

afterAll(async () => server?.stop(), 60_000)

const check = (sentence: string, body: (server: DebianMariadb) => Promise<void> | void) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip('MariaDB is not installed')))
const identity = (key: string, among = records) => among.find((record) => record.type === 'identity' && record.externalId === key)
const held = (holder: string) =>
  records
    .flatMap((record) =>
      record.type === 'entitlement' && record.identityExternalId === holder
        ? [`${record.action} ${record.resourceKind} ${record.resource}${record.adminOption ? ' +' : ''}`]
        : [],
    )
    .toSorted()
const password = (key: string) => records.find((record) => record.type === 'credential' && record.identityExternalId === key)

check('the identities are the accounts and roles of the server, counted by somebody else', async ({ script }) => {
  const count = Number(await script(`SELECT count(*) FROM mysql.global_priv WHERE User <> 'PUBLIC'`))
  expect(records.filter((record) => record.type === 'identity')).toHaveLength(count)
})

check('an identity says what the server says, and why it is called privileged', () => {
  expect(identity('svc_billing@10.1.%')).toMatchObject({
    class: 'service_account',
    enabled: true,
    privileged: false,
    attributes: { kind: 'account', user: 'svc_billing', host: '10.1.%', authentication: ['mysql_native_password'] },
  })
  expect(identity('idle@%')).toMatchObject({ enabled: false, attributes: { locked: true } })
  expect(identity('app_reader')).toMatchObject({ enabled: false, attributes: { kind: 'role' } })
  expect(identity('dba@%')).toMatchObject({ class: 'human_admin', privileged: true, privilegedReason: 'it has all rights on the server' })
  expect(identity('svc_ops@%')).toMatchObject({ privileged: true, privilegedReason: 'through the role ops it has FILE on everything' })
  expect(identity('ci_deploy@%')).toMatchObject({ class: 'ci_runner', classConfidence: 'guess' })
  expect(identity('tenure_broker@%')).toMatchObject({ privileged: true, privilegedReason: expect.stringContaining('tenure.lease_mint') })
  expect(identity('idle@%')).toMatchObject({ lastUseKnown: 'unknown', lastUsedAt: null })
})

check('a password has its dates, and who logs in without one has none', async ({ script }) => {
  const changed = new Date(Number(await script(`SELECT json_value(Priv, '$.password_last_changed') FROM mysql.global_priv WHERE User = 'svc_billing'`)) * 1_000)
  expect(password('svc_billing@10.1.%')).toMatchObject({
    kind: 'password',
    enabled: true,
    lastRotatedAt: changed,
    expiresAt: new Date(changed.getTime() + 90 * 86_400_000),
  })
  expect(password('idle@%')).toMatchObject({ enabled: false, expiresAt: null })
  expect(password('by_socket@localhost')).toBeUndefined()
  expect(password('app_reader')).toBeUndefined()
})

check('entitlements are the grants, on schemas, tables, columns, routines and roles', () => {
  expect(held('svc_billing@10.1.%')).toEqual(
    ['INSERT schema shop +', 'MEMBER role app_reader', 'SELECT schema shop +', 'UPDATE column shop.orders.id'].toSorted(),
  )
  expect(held('idle@%')).toEqual(['EXECUTE procedure shop.pay'])
  expect(held('dba@%')).toEqual(['ALL PRIVILEGES server *.* +'])
  expect(records).toContainEqual(expect.objectContaining({ type: 'note', code: 'public_grant', text: 'Every account has SELECT on the table shop.orders' }))
})

check('roles are the catalogue, each with why it cannot be lent', () => {
  const privileges = new Map(records.flatMap((record) => (record.type === 'privilege' ? [[record.name, record]] : [])))
  expect(privileges.get('app_reader')).toMatchObject({ lendable: true, notLendableReason: null })
  expect(privileges.get('ops')).toMatchObject({ lendable: false, notLendableReason: expect.stringContaining('FILE') })
  expect(privileges.get('a@b')).toMatchObject({ lendable: false, externalId: 'a%40b', notLendableReason: expect.stringContaining('ADMIN OPTION') })
})

check("a lease's account is told apart from one that only has such a name", async (running) => {
  const broker = mariadb.connect(guideSettings(running, 'tenure_broker'))
  const [order, planted] = [anOrderFor({ driver: mariadb, privilege: 'app_reader' }), anOrderFor({ driver: mariadb, privilege: 'app_reader' })]
  await mariadb.mint(broker, order)
  await running.script(`CREATE USER ${planted.account}@'%'`)
  const session = await openAsHolder(running.port, order)
  const now = await readAll(guideSettings(running, 'tenure_discovery'))
  expect(identity(`${order.account}@%`, now)).toMatchObject({ ours: true, class: 'workload', lastUseKnown: 'logs', attributes: { leaseId: order.leaseId } })
  expect(identity(`${planted.account}@%`, now)).toMatchObject({ ours: false })
  await session.close()
  for (const step of mariadb.revocation) await step.run(broker, accountOf(order))
  await broker.close()
})
