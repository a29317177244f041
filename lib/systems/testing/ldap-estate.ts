import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attribute, Change } from 'ldapts'
import { type DebianSamba, SAMBA_BASE } from '#lib/testing/debian-samba.ts'
import { type DebianSlapd, SLAPD_BASE } from '#lib/testing/debian-slapd.ts'
import { createUser, SERVICES_OU } from './samba-target.ts'

/** A name that would be a formula, a quotation or a filter if anybody ran it. */
export const HOSTILE = `=cmd|' /C calc'!A0 "x")(uid=*`
/** How many more accounts there are than a directory hands out without paging. */
export const CROWD = 620

/** A certificate of two days, in DER, and its fingerprint. */
export function aCertificate(): { der: Buffer; fingerprint: string } {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-certificate-'))
  try {
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      join(directory, 'key'),
      '-subj',
      '/CN=backup-app',
      '-outform',
      'DER',
    ]
    const der = execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    return { der, fingerprint: `sha256:${createHash('sha256').update(der).digest('hex')}` }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A public key as OpenSSH writes it. */
export function aPublicKey(): string {
  const text = (value: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, value.length]), value])
  return `ssh-ed25519 ${Buffer.concat([text(Buffer.from('ssh-ed25519')), text(randomBytes(32))]).toString('base64')} deploy@host`
}

const SALTED = `{SSHA}${Buffer.concat([createHash('sha1').update('hashed-secretsalt').digest(), Buffer.from('salt')]).toString('base64')}`
/** What must not be in any record of the OpenLDAP estate. */
export const SLAPD_SECRETS = ['clear-secret', SALTED, Buffer.from(SALTED).toString('base64')]

const account = (uid: string, more: string) =>
  `dn: uid=${uid},ou=services,${SLAPD_BASE}\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: ${uid}\n${more}\n\n`
const person = (uid: string) =>
  `dn: uid=${uid},ou=people,${SLAPD_BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${uid}\nsn: ${uid}\nuserPassword: clear-secret\n\n`
const group = (cn: string, ...members: string[]) =>
  `dn: cn=${cn},ou=groups,${SLAPD_BASE}\nobjectClass: groupOfNames\ncn: ${cn}\n${members.map((member) => `member: ${member},${SLAPD_BASE}`).join('\n')}\n\n`

/** Accounts of every kind that discovery tells apart, more of them than one page holds, and people. */
export async function fillSlapd(server: DebianSlapd, { der, publicKey }: { der: Buffer; publicKey: string }): Promise<void> {
  const crowd = Array.from({ length: CROWD }, (_, index) => account(`crowd-${index}`, 'userPassword: clear-secret')).join('')
  const hostile = Buffer.from(HOSTILE).toString('base64')
  await server.apply(
    [
      account('svc-crm', `userPassword: ${SALTED}\ndescription: Nightly export`),
      account('svc-ended', 'userPassword: clear-secret\npwdEndTime: 20200101000000Z'),
      account('svc-locked', 'userPassword: clear-secret\npwdAccountLockedTime: 000001010000Z'),
      account('ci-deploy', `objectClass: ldapPublicKey\nuserPassword: clear-secret\nsshPublicKey: ${publicKey}`),
      `dn: cn=backup-app,ou=services,${SLAPD_BASE}\nobjectClass: applicationProcess\nobjectClass: pkiUser\ncn: backup-app\nuserCertificate;binary:: ${der.toString('base64')}\n\n`,
      `dn: cn=on-call,ou=groups,${SLAPD_BASE}\nobjectClass: organizationalRole\ncn: on-call\nroleOccupant: uid=mara,ou=people,${SLAPD_BASE}\n\n`,
      `dn: cn=odd,ou=services,${SLAPD_BASE}\nobjectClass: applicationProcess\ncn: odd\ndescription:: ${hostile}\n\n`,
      ...['mara', 'ann', 'ben', 'cleo'].map(person),
      group('exporters', 'uid=svc-crm,ou=services'),
      group('operators', 'cn=exporters,ou=groups', 'uid=mara,ou=people', 'cn=operators,ou=groups'),
      `dn: cn=shell,ou=groups,${SLAPD_BASE}\nobjectClass: posixGroup\ncn: shell\ngidNumber: 7\nmemberUid: ci-deploy\n\n`,
      crowd,
    ].join(''),
  )
}

const DAYS_FROM_1601 = 116_444_736_000_000_000n

/** Accounts of a domain: a service in a chain of groups, one that hides behind its primary group, delegation, an end, keys, and people. */
export async function fillDomain(server: DebianSamba, { der }: { der: Buffer }): Promise<{ secrets: string[] }> {
  const users = `CN=Users,${SAMBA_BASE}`
  const logins = [
    await createUser(server, 'svc-sql', { servicePrincipalName: ['MSSQLSvc/db1.example.test:1433'], description: 'SQL service' }),
    await createUser(server, 'svc-web', { servicePrincipalName: 'HTTP/web.example.test' }, users),
    await createUser(server, 'svc-nested'),
    await createUser(server, 'svc-hidden'),
    await createUser(server, 'svc-delegating', { userAccountControl: String(0x200 | 0x10000 | 0x80000) }),
    await createUser(server, 'svc-ended', { accountExpires: String(BigInt(Date.UTC(2020, 0, 1)) * 10_000n + DAYS_FROM_1601) }),
    await createUser(server, 'mara', {}, users),
    await createUser(server, 'ann', {}, users),
  ]
  await server.asAdministrator(async (client) => {
    const dn = (name: string) => (['mara', 'ann', 'svc-web'].includes(name) ? `CN=${name},${users}` : `CN=${name},${SERVICES_OU}`)
    const add = (groupDn: string, member: string) =>
      client.modify(groupDn, new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [member] }) }))
    const set = (entry: string, type: string, value: Buffer | string) =>
      client.modify(entry, new Change({ operation: 'replace', modification: new Attribute({ type, values: [Buffer.from(value)] }) }))
    for (const name of ['inner', 'outer']) await client.add(`CN=${name},${users}`, { objectClass: 'group', sAMAccountName: name })
    await add(`CN=inner,${users}`, dn('svc-nested'))
    await add(`CN=outer,${users}`, `CN=inner,${users}`)
    await add(`CN=Backup Operators,CN=Builtin,${SAMBA_BASE}`, `CN=outer,${users}`)
    await add(`CN=Domain Admins,${users}`, dn('svc-hidden'))
    await set(dn('svc-hidden'), 'primaryGroupID', '512')
    await add(`CN=Domain Admins,${users}`, dn('mara'))
    await set(dn('svc-sql'), 'userCertificate', der)
    await set(dn('svc-sql'), 'msDS-AllowedToDelegateTo', 'cifs/files.example.test')
  })
  return { secrets: logins.map(({ secret }) => secret) }
}
