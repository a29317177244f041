import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningServer, type ServerPlan, runTool, startDebianServer } from './debian-server.ts'

export type DebianSlapd = RunningServer & {
  url: string
  /** Applies LDIF as the administrator of the data, or of the configuration; each entry is added unless it says otherwise. */
  apply(ldif: string, as?: 'data' | 'config'): Promise<void>
  /** What `ldapsearch` prints for an administrator. */
  search(base: string, filter: string, ...attributes: string[]): Promise<string>
}

/** The suffix of the directory, as in the guide. */
export const SLAPD_BASE = 'dc=example,dc=org'

/** SSH keys in entries (openssh-lpk), which Debian's slapd does not bring along. */
const SSH_SCHEMA = `attributetype ( 1.3.6.1.4.1.24552.500.1.1.1.13 NAME 'sshPublicKey' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
objectclass ( 1.3.6.1.4.1.24552.500.1.1.2.0 NAME 'ldapPublicKey' SUP top AUXILIARY MUST uid MAY sshPublicKey )`

const configuration = (directory: string, password: string, { policy }: { policy: boolean }) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
${SSH_SCHEMA}
modulepath /usr/lib/ldap
moduleload back_mdb
${policy ? 'moduleload ppolicy' : ''}
pidfile ${directory}/pid
argsfile ${directory}/args
sizelimit 500
database config
rootdn "cn=config"
rootpw ${password}
database mdb
suffix "${SLAPD_BASE}"
rootdn "cn=admin,${SLAPD_BASE}"
rootpw ${password}
directory ${directory}/db
lastbind on
index objectClass,entryUUID,uid,member eq
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="ou=data,${SLAPD_BASE}" by group.exact="cn=readers,ou=groups,${SLAPD_BASE}" read by * none
access to * by self read by * none
${policy ? `overlay ppolicy\nppolicy_default "cn=default,ou=policies,${SLAPD_BASE}"` : ''}
`

const FRAME = `
dn: ${SLAPD_BASE}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

${['services', 'people', 'groups', 'data', 'policies'].map((ou) => `dn: ou=${ou},${SLAPD_BASE}\nobjectClass: organizationalUnit\nou: ${ou}\n`).join('\n')}`

/**
 * Starts a new OpenLDAP on loopback with an empty directory of the guide's shape: services, people, groups, data (which the group `readers` may read) and policies.
 * `policy` loads the overlay ppolicy, whose default is `cn=default,ou=policies`. Null where it is not installed (`skipMissing`).
 */
export async function startDebianSlapd(options: { policy: boolean } = { policy: true }): Promise<DebianSlapd | null> {
  const password = randomBytes(18).toString('base64url')
  const plan: ServerPlan = {
    name: 'OpenLDAP',
    package: 'slapd',
    binaries: ['/usr/sbin/slapd'],
    runAs: 'openldap',
    async prepare(place) {
      writeFileSync(join(place.directory, 'slapd.conf'), configuration(place.directory, password, options))
      for (const part of ['db', 'config']) mkdirSync(join(place.directory, part), { mode: 0o777 })
      if (place.account) await runTool({ directory: place.directory, account: null }, '/bin/chown', ['-R', String(place.account.uid), place.directory])
    },
    command: ({ directory, port }) => ({
      args: ['-f', join(directory, 'slapd.conf'), '-F', join(directory, 'config'), '-h', `ldap://127.0.0.1:${port}`, '-d', '0'],
    }),
  }
  const server = await startDebianServer(plan)
  if (!server) return null
  const url = `ldap://127.0.0.1:${server.port}`
  const tool = { directory: server.directory, account: null }
  const login = (as: 'data' | 'config') => ['-x', '-H', url, '-D', as === 'config' ? 'cn=config' : `cn=admin,${SLAPD_BASE}`, '-w', password]
  let files = 0
  const apply: DebianSlapd['apply'] = async (ldif, as = 'data') => {
    const file = join(server.directory, `${(files += 1)}.ldif`)
    writeFileSync(file, ldif)
    await runTool(tool, 'ldapmodify', ['-a', ...login(as), '-f', file])
  }
  await apply(FRAME)
  return {
    ...server,
    url,
    apply,
    search: (base, filter, ...attributes) => runTool(tool, 'ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', ...login('data'), '-b', base, filter, ...attributes]),
  }
}
