import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ImportFormat } from '../import-format.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { entraApplications } from './applications.ts'
import { entraAzurehound } from './azurehound.ts'
import { entraGraph } from './graph.ts'

const OURS = '11111111-2222-4333-8444-555555555555'
const VENDOR = '99999999-2222-4333-8444-555555555555'
const MICROSOFT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10'
const principalOf = (name: string, more = {}) => ({
  id: `sp-${name}`,
  appId: `app-${name}`,
  displayName: name,
  servicePrincipalType: 'Application',
  appOwnerOrganizationId: OURS,
  ...more,
})
const applicationOf = (name: string, more = {}) => ({ appId: `app-${name}`, displayName: name, signInAudience: 'AzureADMyOrg', ...more })
const pageOf = (context: string, value: unknown[], more = {}) => ({ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${context}`, value, ...more })
const read = (format: ImportFormat, value: unknown, options = {}) => readAll(format, JSON.stringify(value), { scope: OURS, ...options })

describe('service principals of Microsoft Graph', () => {
  it.each([
    ['of this tenant', {}, 'service_account', 'likely'],
    ['of another tenant', { appOwnerOrganizationId: VENDOR }, 'saas_connector', 'certain'],
    ['of Microsoft', { appOwnerOrganizationId: MICROSOFT }, 'saas_connector', 'certain'],
    ['that Azure gives to its resources', { servicePrincipalType: 'ManagedIdentity', appOwnerOrganizationId: null }, 'workload', 'certain'],
    ['of a social identity provider', { servicePrincipalType: 'SocialIdp', appOwnerOrganizationId: null }, 'saas_connector', 'likely'],
    ['of nobody that is named', { appOwnerOrganizationId: null }, 'service_account', 'guess'],
    [
      'that take tokens of a CI',
      { federatedIdentityCredentials: [{ name: 'main', issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:acme/x' }] },
      'ci_runner',
      'certain',
    ],
  ])('%s are told apart', async (_name, more, wanted, confidence) => {
    const { records } = await read(entraGraph, [principalOf('a', more)])
    expect(ofType(records, 'identity')).toMatchObject([
      { externalId: 'app-a', class: wanted, classConfidence: confidence, correlationKeys: ['entra:app:app-a', 'entra:sp:sp-a'] },
    ])
  })

  it('are one identity with their application: its secrets, certificates, federations and owners are theirs', async () => {
    const der = Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05])
    const application = applicationOf('a', {
      passwordCredentials: [
        {
          keyId: 'P1',
          displayName: 'ci',
          hint: 'Zq8',
          secretText: 'Zq8-very-secret',
          startDateTime: '2026-01-01T00:00:00Z',
          endDateTime: '9999-12-31T00:00:00Z',
        },
      ],
      keyCredentials: [
        { keyId: 'K1', type: 'AsymmetricX509Cert', usage: 'Verify', key: der.toString('base64'), endDateTime: '2027-01-01T00:00:00Z' },
        { keyId: 'K2', type: 'Symmetric', key: 'c3ltbWV0cmlj' },
      ],
      federatedIdentityCredentials: [{ id: 'f', name: 'main', issuer: 'https://oidc.example', subject: 'system:serviceaccount:shop:api', audiences: ['aud'] }],
      owners: [{ '@odata.type': '#microsoft.graph.user', id: 'u1', userPrincipalName: 'ann@acme.example' }],
    })
    const { records } = await read(entraGraph, [principalOf('a'), application])
    expect(ofType(records, 'identity')).toHaveLength(1)
    expect(ofType(records, 'credential').map((one) => [one.kind, one.externalId, one.fingerprint, one.expiresAt?.toISOString() ?? null])).toEqual([
      ['oauth_client_secret', 'p1', null, null],
      ['x509_certificate', 'k1', `sha256:${hash('sha256', der, 'hex')}`, '2027-01-01T00:00:00.000Z'],
      ['x509_certificate', 'k2', null, null],
      ['federated_trust', 'federated/f', 'https://oidc.example', null],
    ])
    expect(ofType(records, 'trust').map((one) => [one.kind, one.principalKind, one.principal, one.condition])).toEqual([
      ['federate', 'federated', 'system:serviceaccount:shop:api', 'issuer https://oidc.example, audience aud'],
      ['administer', 'person', 'ann@acme.example', null],
    ])
    expect(JSON.stringify(records)).not.toMatch(/Zq8|c3ltbWV0cmlj/)
  })

  it('hold what was consented to, by whom, and are privileged through it', async () => {
    const { records } = await read(entraGraph, [
      pageOf('servicePrincipals', [
        principalOf('graph', { appRoles: [{ id: 'r1', value: 'RoleManagement.ReadWrite.Directory' }] }),
        principalOf('vendor', { appOwnerOrganizationId: VENDOR, verifiedPublisher: { displayName: 'Contoso', verifiedPublisherId: '1' } }),
      ]),
      pageOf('oauth2PermissionGrants', [
        { id: 'g1', clientId: 'sp-vendor', consentType: 'Principal', principalId: 'u7', resourceId: 'sp-graph', scope: ' Mail.Read  User.Read' },
        { id: 'g2', clientId: 'sp-vendor', consentType: 'AllPrincipals', principalId: null, resourceId: 'sp-graph', scope: 'User.Read' },
      ]),
      pageOf("servicePrincipals('x')/appRoleAssignments", [
        { id: 'a1', appRoleId: 'r1', principalId: 'sp-vendor', principalType: 'ServicePrincipal', resourceId: 'sp-graph' },
        { id: 'a2', appRoleId: 'r1', principalId: 'u7', principalType: 'User', resourceId: 'sp-graph' },
      ]),
    ])
    const vendor = ofType(records, 'identity').find(({ name }) => name === 'vendor')
    expect(vendor).toMatchObject({
      class: 'saas_connector',
      privileged: true,
      privilegedConfidence: 'certain',
      privilegedReason: 'It may RoleManagement.ReadWrite.Directory on graph on its own',
      details: {
        vendor: 'Contoso',
        vendorTenant: VENDOR,
        publisherVerified: true,
        appId: 'app-vendor',
        consentType: 'admin',
        consentedBy: ['u7'],
        scopes: ['Mail.Read', 'User.Read', 'RoleManagement.ReadWrite.Directory'],
      },
    })
    expect(ofType(records, 'entitlement').map((one) => [one.identityExternalId, one.action, one.resource, one.grantedVia])).toEqual([
      ['app-vendor', 'Mail.Read', 'graph', 'consent of user u7'],
      ['app-vendor', 'User.Read', 'graph', 'consent of user u7'],
      ['app-vendor', 'User.Read', 'graph', 'consent of an administrator for all users'],
      ['app-vendor', 'RoleManagement.ReadWrite.Directory', 'graph', 'consent of an administrator'],
    ])
    expect(ofType(records, 'note').map((one) => [one.code, one.subject])).toEqual([
      ['not_readable', 'roleAssignments'],
      ['left_out', 'appRoleAssignments'],
    ])
  })

  it('are privileged by a role of the directory or of a whole subscription, as people are', async () => {
    const owner = '/subscriptions/s1/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
    const { records } = await read(entraGraph, [
      principalOf('a'),
      principalOf('b'),
      { id: 'r1', principalId: 'sp-a', roleDefinitionId: GLOBAL_ADMIN, directoryScopeId: '/' },
      { id: 'r2', principalId: 'sp-b', roleDefinitionId: owner, roleDefinitionName: 'Owner', scope: '/subscriptions/s1/resourceGroups/x' },
      {
        id: 'r3',
        principalId: 'u1',
        principalType: 'User',
        principalName: 'ann@acme.example',
        roleDefinitionId: owner,
        roleDefinitionName: 'Owner',
        scope: '/subscriptions/s1',
      },
    ])
    expect(ofType(records, 'identity').map((one) => [one.name, one.class, one.privileged, one.privilegedReason])).toEqual([
      ['ann@acme.example', 'human_admin', true, 'It is Owner on /subscriptions/s1'],
      ['a', 'service_account', true, 'It is Global Administrator on the whole directory'],
      ['b', 'service_account', false, null],
    ])
  })

  it.each([
    ['one page of several', pageOf('servicePrincipals', [principalOf('a')], { '@odata.nextLink': 'https://graph.microsoft.com/next' }), /only one page/],
    ['pages of which the last is missing', [pageOf('servicePrincipals', [principalOf('a')], { '@odata.nextLink': 'https://x' })], /^\[0\] .*only one page/],
    ['grants alone', [{ id: 'g1', clientId: 'sp-a', consentType: 'Principal', resourceId: 'x', scope: 'y' }], /holds no service principals.*same file/],
    [
      'an object of another kind',
      [principalOf('a'), { userPrincipalName: 'x' }],
      /^\[1\] must be a service principal, an application, a grant or an assignment, but is an object with userPrincipalName/,
    ],
    [
      'two sayings about one principal',
      [principalOf('a'), principalOf('a', { accountEnabled: false })],
      /^\[1\] says something else about service principal sp-a than \[0\]/,
    ],
    [
      'a wrong type inside a page',
      [pageOf('servicePrincipals', [principalOf('a', { accountEnabled: 'True' })])],
      /^\[0\]\.value\[0\]\.accountEnabled must be true or false, but is "True"/,
    ],
  ])('are refused with the place for %s', async (_name, file, message) => {
    expect(await refusalOf(read(entraGraph, file))).toMatch(message)
  })

  it.each([
    ['principals alone', [principalOf('a')], [], false],
    ['applications too', [principalOf('a'), applicationOf('a')], ['oauth_client_secret', 'x509_certificate'], false],
    ['grants too', [principalOf('a'), { id: 'g', clientId: 'sp-a', consentType: 'AllPrincipals', resourceId: 'x', scope: 'y' }], [], true],
  ])('say what a file with %s lists completely', async (_name, file, credentialKinds, privilege) => {
    const { summary } = await read(entraGraph, file)
    expect(summary?.covers).toMatchObject({ credentialKinds, privilege, entitlements: true })
  })

  it('are read to the end where a page says that there is no next one', async () => {
    expect((await read(entraGraph, pageOf('servicePrincipals', [principalOf('a')], { '@odata.nextLink': null }))).records.length).toBeGreaterThan(0)
  })
})

describe('applications on their own', () => {
  it('bring their secrets to the identity that their principal is', async () => {
    const { records } = await read(entraApplications, { value: [applicationOf('a', { passwordCredentials: [{ keyId: 'p1' }] })] })
    expect(records.map((one) => [one.type, one.externalId])).toEqual([
      ['identity', 'app-a'],
      ['credential', 'p1'],
    ])
    expect(await refusalOf(read(entraApplications, [applicationOf('a'), principalOf('a')]))).toMatch(/^\[1\] is no application/)
  })
})

describe('AzureHound', () => {
  const entry = (kind: string, data: unknown) => ({ kind, data })

  it('is read whatever the case of its ids, and a principal without accountEnabled is disabled', async () => {
    const { records } = await read(entraAzurehound, {
      data: [
        entry('AZServicePrincipal', { ...principalOf('a'), id: 'SP-A', appId: 'APP-A', accountEnabled: true, tenantId: OURS.toUpperCase() }),
        entry('AZServicePrincipal', principalOf('b')),
        entry('AZAppOwner', { appId: 'APP-A', owners: [{ owner: { id: 'U1' }, appId: 'APP-A' }] }),
        entry('AZFederatedIdentityCredential', { appId: 'APP-A', fics: [{ fic: { name: 'main', issuer: 'https://oidc.example', subject: 's' } }] }),
        entry('AZRoleAssignment', {
          roleDefinitionId: GLOBAL_ADMIN,
          roleAssignments: [{ id: 'x', principalId: 'SP-A', roleDefinitionId: GLOBAL_ADMIN.toUpperCase(), directoryScopeId: '/' }],
        }),
        entry('AZUser', { id: 'u' }),
      ],
      meta: { type: 'azure', version: 5, count: 6 },
    })
    expect(ofType(records, 'identity').map((one) => [one.externalId, one.enabled, one.privileged])).toEqual([
      ['app-a', true, true],
      ['app-b', false, false],
    ])
    expect(ofType(records, 'trust').map((one) => [one.identityExternalId, one.kind])).toEqual([
      ['app-a', 'federate'],
      ['app-a', 'administer'],
    ])
    expect(ofType(records, 'note').at(-1)).toMatchObject({ code: 'left_out', text: 'Not read: 1 AZUser' })
  })

  it('of another tenant is refused with the place', async () => {
    const file = { data: [entry('AZServicePrincipal', principalOf('a', { tenantId: VENDOR }))], meta: {} }
    expect(await refusalOf(read(entraAzurehound, file))).toMatch(/^data\[0\]\.data\.tenantId belongs to tenant 9999.*, but this system is tenant 1111/)
  })
})
