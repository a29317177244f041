import { randomUUID } from 'node:crypto'
import { Client } from 'ldapts'
import type { Login } from '#lib/systems/driver.ts'
import { ldapDriver } from '#lib/systems/drivers/ldap/ldap.ts'
import { type DebianSlapd, SLAPD_BASE, startDebianSlapd } from '#lib/testing/debian-slapd.ts'
import type { OffboardingTarget } from './conformance-offboarding.ts'
import type { HolderSession } from './conformance-target.ts'
import { guideBlock } from './guide-block.ts'

const GUIDE = 'connect-ldap.md'
/** The password as it stands in the guide. */
export const GUIDE_PASSWORD = 'replace-this-by-a-long-random-password'
export const TENURE_DN = `cn=tenure,ou=services,${SLAPD_BASE}`
export const DEFAULT_POLICY = `cn=default,ou=policies,${SLAPD_BASE}`

const POLICY = `dn: ${DEFAULT_POLICY}
objectClass: person
objectClass: pwdPolicy
cn: default
sn: default
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxAge: 7776000
`

/** Tenure's account with the rights of the guide, by the guide's own LDIF; with the overlay ppolicy a default policy that locks out. */
export async function prepareByTheGuide(server: DebianSlapd, { policy, offboard = true }: { policy: boolean; offboard?: boolean }): Promise<void> {
  if (policy) await server.apply(POLICY)
  await server.apply(guideBlock(GUIDE, 'ldif', 'account'))
  await server.apply(guideBlock(GUIDE, 'ldif', 'read'), 'config')
  if (offboard) await server.apply(guideBlock(GUIDE, 'ldif', 'offboard'), 'config')
  await server.apply(`dn: cn=readers,ou=groups,${SLAPD_BASE}\nobjectClass: groupOfNames\ncn: readers\nmember: cn=admin,${SLAPD_BASE}\n`)
}

/** Settings for the guide's account. */
export function guideSettings(server: DebianSlapd): Record<string, unknown> {
  return { host: '127.0.0.1', port: server.port, username: TENURE_DN, password: GUIDE_PASSWORD, tls: 'disable', privilegedGroups: ['operators'] }
}

/** A holder's own login with a plain client; rejects with the directory's reason. */
export async function openAsHolder(server: DebianSlapd, { account, secret }: Login): Promise<HolderSession> {
  const client = new Client({ url: server.url, timeout: 10_000 })
  await client.bind(account, secret)
  return {
    read: async () => {
      const { searchEntries } = await client.search(`ou=data,${SLAPD_BASE}`, { scope: 'base' })
      if (searchEntries.length !== 1) throw new Error('it reads nothing')
    },
    write: () => client.add(`ou=more,ou=data,${SLAPD_BASE}`, { objectClass: ['organizationalUnit'], ou: 'more' }),
    close: () => client.unbind(),
  }
}

/** A service account with the right to read `ou=data`. */
export async function createStanding(server: DebianSlapd, name: string, secret = 'old-static'): Promise<Login> {
  const dn = `uid=${name},ou=services,${SLAPD_BASE}`
  await server.apply(`dn: ${dn}\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: ${name}\nuserPassword: ${secret}\n`)
  await server.apply(`dn: cn=readers,ou=groups,${SLAPD_BASE}\nchangetype: modify\nadd: member\nmember: ${dn}\n`)
  return { account: dn, secret }
}

/** The key of an account in the register. */
export async function uuidOf(server: DebianSlapd, name: string): Promise<string> {
  const [, uuid] =
    /^entryUUID: (.*)$/m.exec(await server.search(SLAPD_BASE, `(|(uid=${name})(&(cn=${name})(objectClass=organizationalRole)))`, 'entryUUID')) ?? []
  if (!uuid) throw new Error(`there is no ${name}`)
  return uuid
}

/** The driver on an OpenLDAP of its own: with the overlay ppolicy it locks, without it replaces the password. */
export async function slapdTarget({ policy }: { policy: boolean }): Promise<(OffboardingTarget & { server: DebianSlapd; stop(): Promise<void> }) | null> {
  const server = await startDebianSlapd({ policy })
  if (!server) return null
  await prepareByTheGuide(server, { policy })
  const keys = new Map<string, string>()
  const settings = { ...guideSettings(server), ...(policy ? { defaultPolicy: DEFAULT_POLICY } : {}) }
  return {
    server,
    driver: ldapDriver,
    settings,
    unreachable: { ...settings, port: 1, connectTimeoutMs: 500 },
    open: (login) => openAsHolder(server, login),
    countAccounts: async (name) => (await server.search(SLAPD_BASE, `(uid=${name})`, '1.1')).match(/^dn:/gm)?.length ?? 0,
    standing: {
      async create(name) {
        const login = await createStanding(server, name)
        keys.set(name, await uuidOf(server, name))
        return login
      },
      account: (name) => ({ externalId: keys.get(name) ?? randomUUID(), name }),
      own: { externalId: await uuidOf(server, 'tenure'), name: 'tenure' },
      async hangOn({ name }) {
        const group = `cn=only-${name},ou=groups,${SLAPD_BASE}`
        await server.apply(`dn: ${group}\nobjectClass: groupOfNames\ncn: only-${name}\nmember: uid=${name},ou=services,${SLAPD_BASE}\n`)
        return { named: group, letGo: () => server.apply(`dn: ${group}\nchangetype: delete\n`) }
      },
      sessionsSurvive: true,
    },
    stop: () => server.stop(),
  }
}
