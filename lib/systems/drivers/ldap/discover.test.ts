import { describe, expect, test } from 'vitest'
import { type DiscoveredIdentity, DiscoveredRecord } from '#lib/systems/discovered.ts'
import type { DiscoveringDriver } from '#lib/systems/driver.ts'
import { sshFingerprint } from '#lib/systems/imports/ssh-fingerprint.ts'
import { createRegistry } from '#lib/systems/registry.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { guideBlock } from '#lib/systems/testing/guide-block.ts'
import { aCertificate, aPublicKey, CROWD, fillDomain, fillSlapd, HOSTILE, SLAPD_SECRETS } from '#lib/systems/testing/ldap-estate.ts'
import * as samba from '#lib/systems/testing/samba-target.ts'
import * as slapd from '#lib/systems/testing/slapd-target.ts'
import { startDebianSamba } from '#lib/testing/debian-samba.ts'
import { SLAPD_BASE, startDebianSlapd } from '#lib/testing/debian-slapd.ts'
import { ldapDriver } from './ldap.ts'

const driver: DiscoveringDriver = createRegistry([ldapDriver]).discoveringDriverFor('ldap')
const certificate = aCertificate()
const publicKey = aPublicKey()
/** What each directory was read as, before the conformance stops it. */
const read: { openldap: DiscoveredRecord[]; byOffboarder: DiscoveredRecord[]; domain: DiscoveredRecord[] } = { openldap: [], byOffboarder: [], domain: [] }

/** Which rights the connection test of the domain finds, for the account of the guide and for one without its rights. */
const tested: { tenure: unknown; other: unknown } = { tenure: null, other: null }

async function heldRights(settings: Record<string, unknown>) {
  const report = await driver.test(driver.connect(settings))
  return report.reachable ? Object.fromEntries(report.rights.map(({ right, held }) => [right, held])) : report.reason
}

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const connection = driver.connect(settings)
  const records: DiscoveredRecord[] = []
  for await (const batch of driver.discover(connection)) records.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  await connection.close()
  return records
}

discoveryConformance('OpenLDAP (Debian)', async () => {
  const server = await startDebianSlapd({ policy: true })
  if (!server) return null
  await slapd.prepareByTheGuide(server, { policy: true, offboard: false })
  await fillSlapd(server, { der: certificate.der, publicKey })
  await (await slapd.openAsHolder(server, { account: `uid=svc-crm,ou=services,${SLAPD_BASE}`, secret: 'hashed-secret' })).close()
  const settings = { ...slapd.guideSettings(server), defaultPolicy: slapd.DEFAULT_POLICY }
  read.openldap = await readAll(settings)

  await server.apply(guideBlock('connect-ldap.md', 'ldif', 'offboard'), 'config')
  read.byOffboarder = await readAll(settings)
  return {
    driver,
    settings,
    unreachable: { ...settings, port: 1, connectTimeoutMs: 500 },
    secrets: SLAPD_SECRETS,
    expects: [await slapd.uuidOf(server, 'svc-crm'), await slapd.uuidOf(server, 'crowd-619')],
    stop: () => server.stop(),
  }
})

discoveryConformance('Active Directory (Samba of Debian)', async () => {
  const server = await startDebianSamba()
  if (!server) return null
  await samba.prepareByTheGuide(server)
  const { secrets } = await fillDomain(server, certificate)
  await (await samba.openAsHolder(server, { account: 'svc-sql@example.test', secret: 'Old-static-svc-sql-1!' })).close()
  const settings = samba.guideSettings(server)
  read.domain = await readAll(settings)
  tested.tenure = await heldRights(settings)
  tested.other = await heldRights({ ...settings, username: 'svc-sql@example.test', password: 'Old-static-svc-sql-1!' })
  return {
    driver,
    settings,
    unreachable: { ...settings, port: 1, connectTimeoutMs: 500 },
    secrets,
    expects: [await samba.guidOf(server, 'svc-sql'), await samba.guidOf(server, 'Administrator')],
    stop: () => server.stop(),
  }
})

const identity = (records: readonly DiscoveredRecord[], name: string) =>
  records.find((it): it is DiscoveredIdentity => it.type === 'identity' && it.name === name)

/** Records that belong to an account, by its name. */
function of<T extends 'credential' | 'entitlement'>(type: T, records: readonly DiscoveredRecord[], name: string) {
  const key = identity(records, name)?.externalId
  return records.filter((it): it is Extract<DiscoveredRecord, { type: T }> => it.type === type && 'identityExternalId' in it && it.identityExternalId === key)
}
const memberships = (records: readonly DiscoveredRecord[], name: string) =>
  of('entitlement', records, name)
    .filter((it) => it.action === 'MEMBER')
    .map((it) => `${JSON.stringify(it.attributes['group'])} ${it.grantedVia}`)
    .toSorted()

describe('what is read from OpenLDAP', () => {
  const check = (sentence: string, body: (records: DiscoveredRecord[]) => void) =>
    test(sentence, ({ skip }) => (read.openldap.length > 0 ? body(read.openldap) : skip('OpenLDAP is not installed')))

  check('every service account comes, also beyond the size limit of the directory, and people without privilege are only counted', (records) => {
    const names = records.flatMap((it) => (it.type === 'identity' ? [it.name] : []))
    expect(names.filter((name) => name.startsWith('crowd-'))).toHaveLength(CROWD)
    expect(names.filter((name) => !name.startsWith('crowd-')).toSorted()).toEqual([
      'backup-app',
      'ci-deploy',
      'mara',
      'odd',
      'svc-crm',
      'svc-ended',
      'svc-locked',
      'tenure',
    ])
    expect(records.filter((it) => it.type === 'note')).toEqual([expect.objectContaining({ code: 'left_out', text: expect.stringMatching(/^3 /) })])
  })

  check('an account says what its entry says: its class, its last use to the second, its end and its lock', (records) => {
    const crm = identity(records, 'svc-crm')
    expect(crm).toMatchObject({
      class: 'service_account',
      classConfidence: 'likely',
      enabled: true,
      lastUseKnown: 'exact',
      details: { description: 'Nightly export' },
    })
    expect(crm?.lastUsedAt).toBeInstanceOf(Date)
    expect(identity(records, 'crowd-0')).toMatchObject({ lastUsedAt: null, lastUseKnown: 'unknown' })
    expect(identity(records, 'svc-ended')).toMatchObject({ enabled: false, expiresAt: new Date('2020-01-01') })
    expect(identity(records, 'svc-locked')).toMatchObject({ enabled: false })
    expect(identity(records, 'ci-deploy')).toMatchObject({ class: 'ci_runner', classConfidence: 'guess' })
    expect(identity(records, 'odd')).toMatchObject({ classConfidence: 'certain', details: { description: HOSTILE } })
  })

  check('groups are followed through groups, around a circle, and by uid; the named ones make privileged', (records) => {
    expect(memberships(records, 'svc-crm')).toEqual(['"exporters" direct', '"operators" group exporters'])
    expect(identity(records, 'svc-crm')).toMatchObject({ privileged: true, privilegedReason: 'member of operators through exporters' })
    expect(memberships(records, 'ci-deploy')).toEqual(['"shell" direct'])
    expect(memberships(records, 'mara')).toEqual(['"on-call" direct', '"operators" direct'])
    expect(identity(records, 'mara')).toMatchObject({ class: 'human_admin', privileged: true })
  })

  check('passwords, certificates and SSH keys are credentials', (records) => {
    expect(of('credential', records, 'svc-crm')).toEqual([
      expect.objectContaining({ kind: 'password', lastRotatedAt: expect.any(Date), lastUseKnown: 'exact' }),
    ])
    expect(of('credential', records, 'backup-app')).toContainEqual(
      expect.objectContaining({ kind: 'x509_certificate', fingerprint: certificate.fingerprint, expiresAt: expect.any(Date) }),
    )
    expect(of('credential', records, 'ci-deploy')).toContainEqual(
      expect.objectContaining({ kind: 'ssh_key', fingerprint: sshFingerprint(publicKey)?.fingerprint }),
    )
  })

  check('who may only read does not learn how passwords are kept; who takes accounts out of service does', (records) => {
    const scheme = (from: DiscoveredRecord[], name: string) => of('credential', from, name).find((it) => it.kind === 'password')?.attributes['scheme']
    expect(scheme(records, 'svc-crm')).toBeNull()
    expect([scheme(read.byOffboarder, 'svc-crm'), scheme(read.byOffboarder, 'crowd-1')]).toEqual(['SSHA', 'clear'])
    for (const secret of SLAPD_SECRETS) expect(JSON.stringify(read.byOffboarder)).not.toContain(secret)
  })
})

describe('what is read from Active Directory', () => {
  const check = (sentence: string, body: (records: DiscoveredRecord[]) => void) =>
    test(sentence, ({ skip }) => (read.domain.length > 0 ? body(read.domain) : skip('Samba is not installed')))

  check('services by their principal name or their unit, administrators by their groups, and nobody else', (records) => {
    const classes = Object.fromEntries(records.flatMap((it) => (it.type === 'identity' ? [[it.name, it.class]] : [])))
    expect(classes).toMatchObject({
      'svc-sql': 'service_account',
      'svc-web': 'service_account',
      'svc-nested': 'service_account',
      krbtgt: 'service_account',
      mara: 'human_admin',
      Administrator: 'human_admin',
    })
    expect(Object.keys(classes)).not.toContain('ann')
    expect(records.find((it) => it.type === 'note' && it.code === 'left_out')).toMatchObject({ text: expect.stringMatching(/^\d+ /) })
  })

  check('an account says what its entry says: flags, principal names, password age, delegation, its end, and a last use that may lag', (records) => {
    expect(identity(records, 'svc-sql')).toMatchObject({
      enabled: true,
      lastUseKnown: 'logs',
      lastUsedAt: expect.any(Date),
      createdAt: expect.any(Date),
      details: { description: 'SQL service' },
      attributes: {
        kind: 'user',
        servicePrincipalNames: ['MSSQLSvc/db1.example.test:1433'],
        flags: ['normal_account'],
        delegation: 'constrained',
        sid: expect.stringMatching(/^S-1-5-21-/),
      },
    })
    expect(identity(records, 'svc-delegating')).toMatchObject({
      privileged: true,
      privilegedReason: expect.stringContaining('trusted for delegation'),
      privilegedConfidence: 'likely',
      attributes: { passwordNeverExpires: true, delegation: 'unconstrained' },
    })
    expect(identity(records, 'svc-ended')).toMatchObject({ enabled: false, expiresAt: new Date('2020-01-01') })
    expect(identity(records, 'krbtgt')).toMatchObject({ enabled: false, classConfidence: 'certain' })
    expect(of('credential', records, 'svc-sql')).toContainEqual(
      expect.objectContaining({ kind: 'password', lastRotatedAt: expect.any(Date), expiresAt: expect.any(Date) }),
    )
    expect(of('credential', records, 'svc-delegating')).toContainEqual(expect.objectContaining({ kind: 'password', expiresAt: null }))
    expect(of('credential', records, 'svc-sql')).toContainEqual(expect.objectContaining({ kind: 'x509_certificate', fingerprint: certificate.fingerprint }))
    expect(of('entitlement', records, 'svc-sql')).toContainEqual(expect.objectContaining({ action: 'DELEGATE', resource: 'cifs/files.example.test' }))
  })

  check('the connection test tells who may disable accounts from who may only read, and changes nothing to find out', (records) => {
    expect(tested).toEqual({ tenure: { read: true, 'write userAccountControl': true }, other: { read: true, 'write userAccountControl': false } })
    expect(identity(records, 'svc-nested')).toMatchObject({ enabled: true })
  })

  check('privilege is found at the end of a chain of groups and behind the primary group', (records) => {
    expect(memberships(records, 'svc-nested')).toEqual(expect.arrayContaining(['"inner" direct', '"outer" group inner', '"Backup Operators" group inner']))
    expect(identity(records, 'svc-nested')).toMatchObject({ privileged: true, privilegedReason: 'member of Backup Operators through inner' })
    expect(identity(records, 'svc-hidden')?.privilegedReason).toContain('member of Domain Admins')
    expect(identity(records, 'svc-web')).toMatchObject({ privileged: false, privilegedReason: null })
  })
})
