import { randomUUID } from 'node:crypto'
import { Attribute, Client } from 'ldapts'
import type { Login } from '#lib/systems/driver.ts'
import { ldapDriver } from '#lib/systems/drivers/ldap/ldap.ts'
import { guidText, sidText } from '#lib/systems/drivers/ldap/values.ts'
import { type DebianSamba, SAMBA_BASE, startDebianSamba, unicodePwd } from '#lib/testing/debian-samba.ts'
import type { OffboardingTarget } from './conformance-offboarding.ts'
import type { HolderSession } from './conformance-target.ts'
import { guideBlock } from './guide-block.ts'

const GUIDE = 'connect-ldap.md'
/** The password as it stands in the guide. */
export const AD_GUIDE_PASSWORD = 'replace-this-by-a-long-Random-passw0rd'
export const SERVICES_OU = `OU=Services,${SAMBA_BASE}`

/** A value of an entry as bytes; throws when there is no such entry. */
async function bytesOf(server: DebianSamba, name: string, attribute: string): Promise<Buffer> {
  const { searchEntries } = await server.asAdministrator((client) =>
    client.search(SAMBA_BASE, { filter: `(sAMAccountName=${name})`, attributes: [attribute], explicitBufferAttributes: [attribute] }),
  )
  const value = searchEntries[0]?.[attribute]
  if (!Buffer.isBuffer(value)) throw new Error(`${name} has no ${attribute}`)
  return value
}

/** The key of an account in the register. */
export async function guidOf(server: DebianSamba, name: string): Promise<string> {
  return guidText(await bytesOf(server, name, 'objectGUID')) ?? ''
}

/** A user with a password, below the unit of services unless said otherwise. */
export async function createUser(server: DebianSamba, name: string, more: Record<string, string | string[]> = {}, parent = SERVICES_OU): Promise<Login> {
  const secret = `Old-static-${name}-1!`
  const entries = Object.entries({ objectClass: 'user', sAMAccountName: name, userPrincipalName: `${name}@example.test`, userAccountControl: '512', ...more })
  const attributes = entries.map(([type, values]) => new Attribute({ type, values: [values].flat() }))
  await server.asAdministrator((client) =>
    client.add(`CN=${name},${parent}`, [...attributes, new Attribute({ type: 'unicodePwd', values: [unicodePwd(secret)] })]),
  )
  return { account: `${name}@example.test`, secret }
}

/** The unit of services, and Tenure's account with the rights of the guide, by the guide's own commands. */
export async function prepareByTheGuide(server: DebianSamba): Promise<void> {
  await server.asAdministrator((client) => client.add(SERVICES_OU, { objectClass: 'organizationalUnit' }))
  await server.script(guideBlock(GUIDE, 'sh', 'ad-account'))
  const sid = sidText(await bytesOf(server, 'tenure', 'objectSid')) ?? ''
  await server.script(guideBlock(GUIDE, 'sh', 'ad-offboard'), { TENURE_SID: sid })
}

/** Settings for the guide's account. */
export function guideSettings(server: DebianSamba): Record<string, unknown> {
  return { host: server.address, port: 636, username: 'tenure@example.test', password: AD_GUIDE_PASSWORD, tls: 'require', serviceOus: [SERVICES_OU] }
}

/** A holder's own login with a plain client; rejects with the directory's reason. */
export async function openAsHolder(server: DebianSamba, { account, secret }: Login): Promise<HolderSession> {
  const client = new Client({ url: `ldaps://${server.address}`, timeout: 10_000, tlsOptions: { rejectUnauthorized: false } })
  await client.bind(account, secret)
  return {
    read: () => client.search(SERVICES_OU, { scope: 'base' }),
    write: () => client.add(`OU=more,${SERVICES_OU}`, { objectClass: 'organizationalUnit' }),
    close: () => client.unbind(),
  }
}

/** The driver on a domain of its own. */
export async function sambaTarget(): Promise<(OffboardingTarget & { server: DebianSamba; stop(): Promise<void> }) | null> {
  const server = await startDebianSamba()
  if (!server) return null
  await prepareByTheGuide(server)
  const keys = new Map<string, string>()
  const settings = guideSettings(server)
  return {
    server,
    driver: ldapDriver,
    settings,
    unreachable: { ...settings, port: 1, connectTimeoutMs: 500 },
    open: (login) => openAsHolder(server, login),
    countAccounts: async (name) =>
      (await server.asAdministrator((client) => client.search(SAMBA_BASE, { filter: `(sAMAccountName=${name})`, attributes: ['cn'] }))).searchEntries.length,
    standing: {
      async create(name) {
        const login = await createUser(server, name)
        keys.set(name, await guidOf(server, name))
        return login
      },
      account: (name) => ({ externalId: keys.get(name) ?? randomUUID(), name }),
      own: { externalId: await guidOf(server, 'tenure'), name: 'tenure' },
      async hangOn({ name }) {
        const group = `CN=managed-by-${name},${SERVICES_OU}`
        await server.asAdministrator((client) =>
          client.add(group, { objectClass: 'group', sAMAccountName: `managed-by-${name}`, managedBy: `CN=${name},${SERVICES_OU}` }),
        )
        return { named: group, letGo: () => server.asAdministrator((client) => client.del(group)) }
      },
      sessionsSurvive: true,
    },
    stop: () => server.stop(),
  }
}
