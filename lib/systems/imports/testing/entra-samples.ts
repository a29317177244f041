import { entraApplications } from '../entra/applications.ts'
import { entraAzurehound } from '../entra/azurehound.ts'
import { entraGraph } from '../entra/graph.ts'
import type { FormatSample } from './format-sample.ts'

const TENANT = '11111111-2222-4333-8444-555555555555'
const APP = 'aaaaaaaa-0000-4000-8000-000000000001'
const PRINCIPAL = 'bbbbbbbb-0000-4000-8000-000000000001'
const API = 'cccccccc-0000-4000-8000-000000000001'
const ROLE = 'dddddddd-0000-4000-8000-000000000001'

const credentials = {
  passwordCredentials: [
    { keyId: 'e1', displayName: 'ci', hint: 'abc', startDateTime: '2026-01-01T00:00:00Z', endDateTime: '2027-01-01T00:00:00Z', secretText: null },
  ],
  keyCredentials: [
    {
      keyId: 'e2',
      displayName: 'CN=x',
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      customKeyIdentifier: 'A1B2',
      endDateTime: '2027-01-01T00:00:00Z',
      key: null,
    },
  ],
}
const principal = {
  id: PRINCIPAL,
  appId: APP,
  displayName: 'Exporter',
  accountEnabled: true,
  appOwnerOrganizationId: TENANT,
  createdDateTime: '2025-01-01T00:00:00Z',
  servicePrincipalType: 'Application',
  signInAudience: 'AzureADMyOrg',
  alternativeNames: [],
  replyUrls: ['https://exporter.example/cb'],
  verifiedPublisher: { displayName: 'Acme', verifiedPublisherId: '1' },
  appRoles: [{ id: ROLE, value: 'Mail.Read', displayName: 'Read mail' }],
  tags: ['HideApp'],
  ...credentials,
}
const application = {
  appId: APP,
  displayName: 'Exporter',
  createdDateTime: '2025-01-01T00:00:00Z',
  publisherDomain: 'acme.example',
  signInAudience: 'AzureADMyOrg',
  web: { redirectUris: ['https://exporter.example/cb'] },
  owners: [{ '@odata.type': '#microsoft.graph.user', id: 'u1', displayName: 'Ann', userPrincipalName: 'ann@acme.example' }],
  federatedIdentityCredentials: [
    { id: 'f1', name: 'main', issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:acme/x:ref:refs/heads/main', audiences: ['api'] },
  ],
  ...credentials,
}
const grant = { id: 'g1', clientId: PRINCIPAL, consentType: 'AllPrincipals', principalId: null, resourceId: API, scope: ' User.Read Directory.ReadWrite.All' }
const assignment = {
  id: 'a1',
  appRoleId: ROLE,
  principalId: PRINCIPAL,
  principalType: 'ServicePrincipal',
  resourceId: PRINCIPAL,
  resourceDisplayName: 'Exporter',
  createdDateTime: '2025-01-01T00:00:00Z',
}
const role = { id: 'r1', principalId: PRINCIPAL, roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10', directoryScopeId: '/' }

export const ENTRA_SAMPLES: readonly FormatSample[] = [
  {
    format: entraGraph,
    encoding: 'json',
    sample: JSON.stringify([
      { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals', value: [principal] },
      { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications', value: [application] },
      { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants', value: [grant] },
      { value: [assignment, role] },
    ]),
  },
  { format: entraApplications, encoding: 'json', sample: JSON.stringify({ value: [application] }) },
  {
    format: entraAzurehound,
    encoding: 'json',
    sample: JSON.stringify({
      data: [
        { kind: 'AZServicePrincipal', data: { ...principal, tenantId: TENANT.toUpperCase() } },
        { kind: 'AZApp', data: application },
        { kind: 'AZAppOwner', data: { appId: APP, owners: [{ owner: { id: 'U2' }, appId: APP }] } },
        { kind: 'AZAppRoleAssignment', data: assignment },
        { kind: 'AZRoleAssignment', data: { roleDefinitionId: role.roleDefinitionId, roleAssignments: [role] } },
        { kind: 'AZGroup', data: { id: 'x' } },
      ],
      meta: { type: 'azure', version: 5, count: 6 },
    }),
  },
]
