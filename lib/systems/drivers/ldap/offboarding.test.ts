import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStanding, DEFAULT_POLICY, guideSettings, openAsHolder, prepareByTheGuide, uuidOf } from '#lib/systems/testing/slapd-target.ts'
import { guideBlock } from '#lib/systems/testing/guide-block.ts'
import { type DebianSlapd, SLAPD_BASE, startDebianSlapd } from '#lib/testing/debian-slapd.ts'
import { connectLdap } from './connect.ts'
import { offboarding } from './offboarding.ts'
import { testConnection } from './test-connection.ts'

let server: DebianSlapd | null = null

beforeAll(async () => {
  server = await startDebianSlapd({ policy: true })
  if (server) await prepareByTheGuide(server, { policy: true, offboard: false })
}, 60_000)
afterAll(async () => server?.stop(), 60_000)

/** The same account through other settings: what the directory can do is for the settings to say where it does not. */
const connect = (running: DebianSlapd, more: Record<string, unknown> = {}) => connectLdap({ ...guideSettings(running), ...more })

async function anAccount(running: DebianSlapd, name: string) {
  const login = await createStanding(running, name)
  return { login, account: { externalId: await uuidOf(running, name), name } }
}

describe('taking accounts of OpenLDAP out of service', () => {
  const check = (sentence: string, body: (running: DebianSlapd) => Promise<void>) =>
    test(sentence, { timeout: 60_000 }, ({ skip }) => (server ? body(server) : skip('OpenLDAP is not installed')))

  check('an account that may only read is told so by the connection test, and what it could not bring back it does not take away', async (running) => {
    const { login, account } = await anAccount(running, 'svc-first')
    const connection = connect(running)
    const report = await testConnection(connection)
    expect(report.reachable && report.rights.map(({ capability, right, held }) => [capability, right, held])).toEqual([
      ['discover', 'read', true],
      ['offboard', 'write userPassword', false],
    ])
    await expect(offboarding.remember(connection, account)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('may not read the password hash'),
    })
    await expect(offboarding.disable(connection, account)).rejects.toMatchObject({ code: 'forbidden' })
    await (await openAsHolder(running, login)).close()
    await running.apply(guideBlock('connect-ldap.md', 'ldif', 'offboard'), 'config')
    const after = await testConnection(connection)
    expect(after.reachable && after.rights.every((right) => right.held)).toBe(true)
    await (await openAsHolder(running, login)).close()
  })

  check('a lock is used only where a policy is known to heed it: elsewhere it would be set and do nothing', async (running) => {
    const { login, account } = await anAccount(running, 'svc-second')
    const unnamed = connect(running)
    const remembered = await offboarding.remember(unnamed, account)
    expect(remembered).not.toBeNull()
    expect(await offboarding.disable(unnamed, account)).toMatchObject({ changed: true, detail: expect.stringContaining('password was replaced') })
    await expect(openAsHolder(running, login)).rejects.toThrow()
    expect(await running.search(SLAPD_BASE, '(uid=svc-second)', 'pwdAccountLockedTime')).not.toContain('pwdAccountLockedTime')
    await offboarding.restore(unnamed, account, remembered)

    const named = connect(running, { defaultPolicy: DEFAULT_POLICY })
    expect(await offboarding.remember(named, account)).toBeNull()
    expect(await offboarding.disable(named, account)).toMatchObject({ detail: expect.stringContaining('pwdAccountLockedTime') })
    await expect(openAsHolder(running, login)).rejects.toThrow()
    await offboarding.restore(named, account, null)

    await running.apply(`dn: ${DEFAULT_POLICY}\nchangetype: modify\nreplace: pwdLockout\npwdLockout: FALSE\n`)
    expect(await offboarding.disable(named, account)).toMatchObject({ detail: expect.stringContaining('password was replaced') })
    await expect(openAsHolder(running, login)).rejects.toThrow()
    await offboarding.restore(named, account, remembered)
    await (await openAsHolder(running, login)).close()
    const lockOnly = connect(running, { defaultPolicy: DEFAULT_POLICY, disableBy: 'lock' })
    await expect(offboarding.disable(lockOnly, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('pwdLockout') })
    await (await openAsHolder(running, login)).close()
    await running.apply(`dn: ${DEFAULT_POLICY}\nchangetype: modify\nreplace: pwdLockout\npwdLockout: TRUE\n`)
  })

  check('a removed account leaves its name in no group, where somebody else could take it up with its rights', async (running) => {
    const { login, account } = await anAccount(running, 'svc-third')
    expect(await running.search(SLAPD_BASE, `(member=${login.account})`, 'cn')).toContain('cn: readers')
    expect(await offboarding.remove(connect(running), account)).toMatchObject({ changed: true, detail: expect.stringContaining('from 1 group') })
    expect(await running.search(SLAPD_BASE, `(member=${login.account})`, 'cn')).not.toContain('readers')
  })

  check('an account is found by its id after it was renamed', async (running) => {
    const { account } = await anAccount(running, 'svc-fourth')
    await running.apply(`dn: uid=svc-fourth,ou=services,${SLAPD_BASE}\nchangetype: modrdn\nnewrdn: uid=svc-renamed\ndeleteoldrdn: 1\n`)
    expect(await offboarding.reread(connect(running), account)).toMatchObject({ exists: true, enabled: true, sessions: null })
  })

  check('entries below an account keep it from being removed', async (running) => {
    const { login, account } = await anAccount(running, 'svc-fifth')
    await running.apply(`dn: cn=child,${login.account}\nobjectClass: applicationProcess\ncn: child\n`)
    await expect(offboarding.remove(connect(running), account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('cn=child') })
  })
})
