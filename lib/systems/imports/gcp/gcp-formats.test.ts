import { describe, expect, it } from 'vitest'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { gcpIamPolicies, gcpIamPolicy } from './iam-policy.ts'
import { gcpServiceAccountKeys } from './service-account-keys.ts'
import { gcpServiceAccounts } from './service-accounts.ts'

const PROJECT = '//cloudresourcemanager.googleapis.com/projects/acme-prod'
const emailOf = (name: string) => `${name}@acme-prod.iam.gserviceaccount.com`
const accountOf = (name: string, more = {}) => ({
  email: emailOf(name),
  name: `projects/acme-prod/serviceAccounts/${emailOf(name)}`,
  projectId: 'acme-prod',
  uniqueId: '1',
  ...more,
})
const keyOf = (id: string, more = {}) => ({
  name: `projects/acme-prod/serviceAccounts/${emailOf('app')}/keys/${id}`,
  keyType: 'USER_MANAGED',
  validAfterTime: '2026-01-01T00:00:00Z',
  ...more,
})
const policyOf = (resource: string, ...bindings: [role: string, ...members: string[]][]) => ({
  resource,
  policy: { bindings: bindings.map(([role, ...members]) => ({ role, members })) },
})
const read = (format: typeof gcpIamPolicy, value: unknown, options = {}) => readAll(format, JSON.stringify(value), options)

describe('service accounts', () => {
  it('are identities by their address, disabled where the list says so', async () => {
    const { records, summary } = await read(gcpServiceAccounts, [accountOf('app', { description: '  ships  ' }), accountOf('old', { disabled: true })])
    expect(ofType(records, 'identity')).toMatchObject([
      {
        externalId: emailOf('app'),
        enabled: true,
        class: 'service_account',
        correlationKeys: [`gcp:sa:${emailOf('app')}`],
        details: { description: 'ships', project: 'acme-prod' },
        lastUseKnown: 'unknown',
      },
      { externalId: emailOf('old'), enabled: false },
    ])
    expect(summary).toEqual({ counts: { serviceAccounts: 2 }, observedAt: null, scope: 'acme-prod' })
  })

  it.each([
    [
      'another project than the system',
      { accounts: [accountOf('app')] },
      { scope: 'acme-test' },
      /accounts\[0\]\.projectId belongs to project acme-prod, but this system is project acme-test/,
    ],
    [
      'two projects',
      [accountOf('app'), { ...accountOf('b'), projectId: 'other' }],
      {},
      /^\[1\]\.projectId belongs to project other, but the file began with project acme-prod/,
    ],
    ['one page of several', { accounts: [accountOf('app')], nextPageToken: 'x' }, {}, /^nextPageToken says that this is only one page/],
    ['two sayings about one account', [accountOf('app'), accountOf('app', { disabled: true })], {}, /^\[1\] says something else about app@.* than \[0\]/],
    ['no address', [{ ...accountOf('app'), email: 'nobody' }], {}, /^\[0\]\.email must be the address/],
  ])('of %s are refused with the place', async (_name, file, options, message) => {
    expect(await refusalOf(read(gcpServiceAccounts, file, options))).toMatch(message)
  })

  it('of several projects are one system where it is an organisation', async () => {
    const { records } = await read(gcpServiceAccounts, [accountOf('app'), { ...accountOf('b'), projectId: 'other' }], { scope: 'organizations/1337' })
    expect(records).toHaveLength(2)
  })
})

describe('keys of service accounts', () => {
  it('expire when they say so, never in the year 9999, and are left out where Google holds them', async () => {
    const keys = [
      keyOf('k1', { validBeforeTime: '9999-12-31T23:59:59Z' }),
      keyOf('k2', { validBeforeTime: '2027-01-01T00:00:00Z', disabled: true, privateKeyData: 'c2VjcmV0' }),
      keyOf('k3', { keyType: 'SYSTEM_MANAGED' }),
    ]
    const { records, summary } = await read(gcpServiceAccountKeys, keys)
    expect(ofType(records, 'credential')).toMatchObject([
      { externalId: 'k1', identityExternalId: emailOf('app'), kind: 'access_key', fingerprint: 'k1', expiresAt: null, enabled: true, lastUseKnown: 'unknown' },
      { externalId: 'k2', expiresAt: new Date('2027-01-01T00:00:00Z'), enabled: false },
    ])
    expect(ofType(records, 'identity').map(({ externalId }) => externalId)).toEqual([emailOf('app')])
    expect(ofType(records, 'note')).toMatchObject([{ code: 'left_out', text: expect.stringMatching(/^1 keys are held and rotated by Google/) }])
    expect(summary?.counts).toEqual({ serviceAccounts: 1, userManagedKeys: 2, systemManagedKeys: 1 })
    expect(JSON.stringify(records)).not.toContain('c2VjcmV0')
  })

  it('do not speak for an account that the register has', async () => {
    const { records } = await read(gcpServiceAccountKeys, [keyOf('k1')], { externalIdOf: (name: string) => name })
    expect(records.map(({ type }) => type)).toEqual(['credential'])
  })
})

describe('IAM policies', () => {
  it('make entitlements of service accounts and of people with privilege, and say who is privileged and why', async () => {
    const { records } = await read(gcpIamPolicies, [
      policyOf(
        PROJECT,
        ['roles/editor', `serviceAccount:${emailOf('app')}`, 'user:ann@acme.example'],
        ['roles/viewer', 'user:bob@acme.example', 'group:all@acme.example', `serviceAccount:${emailOf('reader')}`],
      ),
    ])
    expect(ofType(records, 'entitlement').map((one) => [one.identityExternalId, one.action, one.resource, one.resourceKind])).toEqual([
      [emailOf('app'), 'roles/editor', PROJECT, 'gcp_projects'],
      ['user:ann@acme.example', 'roles/editor', PROJECT, 'gcp_projects'],
      [emailOf('reader'), 'roles/viewer', PROJECT, 'gcp_projects'],
    ])
    expect(ofType(records, 'identity').map((one) => [one.externalId, one.class, one.privileged, one.privilegedConfidence])).toEqual([
      [emailOf('app'), 'service_account', true, 'certain'],
      ['user:ann@acme.example', 'human_admin', true, 'certain'],
      [emailOf('reader'), 'service_account', false, 'likely'],
    ])
    expect(ofType(records, 'identity')[0]?.privilegedReason).toBe(
      'roles/editor on projects/acme-prod: nearly everything, including deploying code that runs as other accounts',
    )
    expect(ofType(records, 'note')).toMatchObject([{ code: 'left_out', text: expect.stringMatching(/^2 bindings/) }])
  })

  it("of a service account's own say who may act as it", async () => {
    const own = `//iam.googleapis.com/projects/acme-prod/serviceAccounts/${emailOf('app')}`
    const pool = 'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/gh/attribute.repository/acme/x'
    const { records } = await read(gcpIamPolicies, [
      policyOf(
        own,
        ['roles/iam.serviceAccountTokenCreator', 'user:ann@acme.example', `serviceAccount:${emailOf('ci')}`],
        ['roles/iam.workloadIdentityUser', pool, 'serviceAccount:acme-prod.svc.id.goog[shop/api]'],
        ['roles/iam.serviceAccountKeyAdmin', 'group:ops@acme.example'],
        ['roles/iam.serviceAccountViewer', 'user:bob@acme.example'],
      ),
    ])
    expect(
      ofType(records, 'trust').map((one) => [
        one.identityExternalId === emailOf('app'),
        one.kind,
        one.principalKind,
        one.principal,
        one.principalCorrelationKey,
      ]),
    ).toEqual([
      [true, 'impersonate', 'person', 'ann@acme.example', null],
      [true, 'impersonate', 'identity', emailOf('ci'), `gcp:sa:${emailOf('ci')}`],
      [true, 'federate', 'federated', pool, null],
      [true, 'federate', 'federated', 'acme-prod.svc.id.goog[shop/api]', null],
      [true, 'administer', 'group', 'ops@acme.example', null],
    ])
    expect(ofType(records, 'entitlement').map((one) => one.identityExternalId)).toEqual([emailOf('ci')])
  })

  it('that let everybody in are noted', async () => {
    const { records } = await read(gcpIamPolicies, [
      policyOf('//storage.googleapis.com/buckets/site', ['roles/storage.objectViewer', 'allUsers', 'allAuthenticatedUsers']),
    ])
    expect(ofType(records, 'note').map((one) => [one.code, one.text])).toEqual([
      ['public_grant', 'Everybody on the internet (allUsers) has roles/storage.objectViewer on buckets/site'],
      ['public_grant', 'Everybody with a Google account (allAuthenticatedUsers) has roles/storage.objectViewer on buckets/site'],
    ])
  })

  it("without a resource are the system's own, and refused where that is not known or they are of one account", async () => {
    const bare = (role: string) => ({ bindings: [{ role, members: [`serviceAccount:${emailOf('app')}`] }], etag: 'x' })
    const { records } = await read(gcpIamPolicy, bare('roles/owner'), { scope: 'acme-prod' })
    expect(ofType(records, 'entitlement')[0]?.resource).toBe(PROJECT)
    expect(await refusalOf(read(gcpIamPolicy, bare('roles/owner')))).toMatch(/does not tell whose policy it is/)
    expect(await refusalOf(read(gcpIamPolicy, bare('roles/iam.workloadIdentityUser'), { scope: 'acme-prod' }))).toMatch(/the policy of one service account/)
  })
})
