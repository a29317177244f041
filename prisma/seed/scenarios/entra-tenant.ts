import type { IdentityClass } from '#lib/core/identity-class.ts'
import type { Principal, SampleCredential, SampleSystem } from '../estate.ts'
import type { Team } from '../people.ts'

const TENANT = 'acme-shop.onmicrosoft.example'

type Given = {
  team: Team
  does: string
  class: IdentityClass
  because: string
  grants: readonly string[]
  privileged?: string | null | undefined
  credentials: readonly SampleCredential[]
  consent?: string
}

function principal(
  name: string,
  { team, does, class: identityClass, because, grants, privileged = null, credentials, consent = 'admin consent' }: Given,
): Principal {
  const externalId = `service-principal/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
  const entitlements = grants.map((grant) => ({
    resource: grant.includes(':') ? 'directory' : 'Microsoft Graph',
    resourceKind: 'api',
    action: grant,
    via: consent,
  }))
  return {
    externalId,
    name,
    class: identityClass,
    classReason: because,
    team,
    environment: 'production',
    purpose: does,
    privileged,
    attributes: { kind: 'servicePrincipal', tenant: TENANT },
    credentials,
    entitlements,
  }
}

const WIDE = /ReadWrite\.All|Mail\.Send|full_access/
const VENDORS: readonly [name: string, team: Team, does: string, grants: string][] = [
  ['Salesforce', 'Storefront', 'Keeps customers and their tickets in step with the shop', 'User.Read.All, Contacts.Read'],
  ['Zendesk', 'Storefront', 'Signs support people in and reads their calendars', 'User.Read, Calendars.Read'],
  ['Workday', 'Corporate IT', 'Makes and closes accounts when people come and go', 'User.ReadWrite.All, Group.ReadWrite.All'],
  ['DocuSign', 'Corporate IT', 'Files signed contracts in SharePoint', 'Files.ReadWrite.All'],
  ['Zoom', 'Corporate IT', 'Puts meetings into calendars', 'Calendars.ReadWrite'],
  ['Slack', 'Corporate IT', 'Signs people in and shows their pictures', 'User.Read'],
  ['Calendly', 'Corporate IT', 'Offers free times to applicants', 'Calendars.ReadWrite, offline_access'],
  ['Miro', 'Corporate IT', 'Signs people in', 'User.Read'],
  ['Grammarly', 'Corporate IT', 'Corrects mails while they are written', 'Mail.ReadWrite, offline_access'],
  ['Otter.ai', 'Corporate IT', 'Takes notes of meetings', 'OnlineMeetings.Read, offline_access'],
  ['HubSpot', 'Storefront', 'Sends campaigns in the name of marketing', 'Mail.Send, Contacts.ReadWrite'],
  ['Mailchimp', 'Storefront', 'Sent newsletters until two years ago', 'Mail.Send, Contacts.Read'],
  ['Tableau Cloud', 'Data', 'Signs analysts in and mails their reports', 'User.Read.All'],
  ['Power BI gateway', 'Data', 'Reads workbooks for the finance dashboards', 'Files.Read.All'],
  ['Coupa', 'Payments', 'Approves purchase orders by mail', 'Mail.Read, Mail.Send'],
  ['Stripe tax sync', 'Payments', 'Files tax reports in SharePoint', 'Sites.Selected'],
  ['Datev export', 'Payments', 'Hands invoices to the tax adviser', 'Files.Read.All, offline_access'],
  ['ServiceNow', 'Corporate IT', 'Keeps the list of devices and people', 'Device.Read.All, User.Read.All'],
  ['Okta migration', 'Security', 'Moved accounts from Okta in 2023', 'Directory.ReadWrite.All'],
  ['KnowBe4', 'Security', 'Sends phishing exercises', 'Mail.Send, User.Read.All'],
  ['CrowdStrike', 'Security', 'Blocks accounts that were taken over', 'User.ReadWrite.All'],
  ['Lucidchart', 'Corporate IT', 'Signs people in', 'User.Read'],
  ['Backupify', 'Corporate IT', 'Backs up mailboxes and files', 'Mail.Read, Files.Read.All'],
  ['Trello Power-Up', 'Corporate IT', 'Attaches files from OneDrive to cards', 'Files.Read, offline_access'],
]
const vendors = VENDORS.map(([name, team, does, list], index) => {
  const grants = list.split(', ')
  const wide = grants.filter((grant) => WIDE.test(grant))
  return principal(name, {
    team,
    does,
    class: 'saas_connector',
    because: 'An application of another tenant that people or admins consented to',
    grants,
    privileged: wide.length > 0 ? `holds ${wide.join(', ')} for the whole tenant` : undefined,
    consent: grants.includes('offline_access') ? `consent of ${12 + index * 3} people` : 'admin consent',
    credentials: [
      {
        kind: grants.includes('offline_access') ? 'oauth_refresh_token' : 'oauth_client_secret',
        name: grants.includes('offline_access') ? 'refresh token' : 'client secret',
        habit: index % 3 === 0 ? 'rotated' : 'forgotten',
      },
    ],
  })
})

const AGENTS: readonly [name: string, team: Team, does: string, grants: string][] = [
  ['Copilot Studio: HR assistant', 'Corporate IT', 'Agent that answers questions about holidays and contracts', 'Sites.Read.All, User.Read.All'],
  ['ChatGPT connector', 'Corporate IT', 'Lets ChatGPT search the files of whoever asks', 'Files.Read.All, offline_access'],
  ['Invoice triage agent', 'Payments', 'Agent that sorts incoming invoices and drafts answers', 'Mail.ReadWrite, Mail.Send'],
  ['Meeting summary agent', 'Corporate IT', 'Agent that writes minutes into the calendar', 'Calendars.ReadWrite, OnlineMeetings.Read'],
  ['Purchasing agent', 'Logistics', 'Agent that compares offers of suppliers', 'Mail.Read, Files.Read.All'],
]
const agents = AGENTS.map(([name, team, does, list]) =>
  principal(name, {
    team,
    does,
    class: 'ai_agent',
    because: 'Its name speaks of an agent',
    grants: list.split(', '),
    privileged: list.includes('Mail.Send') ? 'may send mail as anybody' : undefined,
    credentials: [{ kind: 'oauth_client_secret', name: 'client secret', habit: 'ending' }],
  }),
)

const APPLICATIONS: readonly [name: string, team: Team, does: string, grants: string][] = [
  ['svc-provisioning', 'Corporate IT', 'Makes accounts for the people of the warehouses', 'User.ReadWrite.All'],
  ['svc-intranet', 'Corporate IT', 'Signs people in to the intranet', 'User.Read'],
  ['svc-printing', 'Corporate IT', 'Finds the printers of whoever prints', 'Printer.Read.All'],
  ['svc-shop-backoffice', 'Storefront', 'Signs employees in to the back office of the shop', 'User.Read, GroupMember.Read.All'],
  ['svc-finance-robot', 'Payments', 'Books travel expenses every night', 'Mail.Send, Files.ReadWrite.All'],
  ['svc-device-cleanup', 'Security', 'Removes devices that nobody uses', 'Device.ReadWrite.All'],
  ['svc-license-report', 'Corporate IT', 'Counts licences every month', 'Reports.Read.All'],
  ['svc-sharepoint-index', 'Data', 'Builds the index of the company search', 'Sites.Read.All'],
]
const applications = APPLICATIONS.map(([name, team, does, list], index) =>
  principal(name, {
    team,
    does,
    class: 'service_account',
    because: 'An application of this tenant with a secret of its own',
    grants: list.split(', '),
    privileged: WIDE.test(list) ? `holds ${list} for the whole tenant` : undefined,
    credentials: [
      {
        kind: index % 4 === 2 ? 'x509_certificate' : 'oauth_client_secret',
        name: index % 4 === 2 ? `CN=${name}` : 'client secret',
        habit: index % 3 === 0 ? 'forgotten' : 'ending',
      },
    ],
  }),
)

const admins = ['adm-karin.holm', 'adm-diego.ramos', 'adm-lena.fuchs', 'emergency-access-1'].map((name) =>
  principal(name, {
    team: 'Security',
    does: `Administers the tenant as ${name}`,
    class: 'human_admin',
    because: 'It holds the role Global Administrator',
    grants: ['role: Global Administrator'],
    privileged: 'Global Administrator',
    consent: 'permanent assignment',
    credentials: [{ kind: 'password', name: 'password', habit: 'forgotten' }],
  }),
)

const token = { action: 'token.issued', resource: 'Microsoft Graph' }
export const entraTenant: SampleSystem = {
  key: 'entra',
  kind: 'entra_id',
  name: 'Entra ID vendor grants',
  environment: 'production',
  settings: { tenant: TENANT },
  connectedDaysAgo: 66,
  lastUseKnown: 'exact',
  deeds: {
    saas_connector: [token, { action: 'graph.read', resource: 'Microsoft Graph' }],
    ai_agent: [token, { action: 'graph.read', resource: 'Microsoft Graph' }],
    service_account: [token],
    human_admin: [{ action: 'user.signin', resource: 'directory' }],
  },
  principals: [...vendors, ...agents, ...applications, ...admins],
}
