import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import type { Principal, SampleCredential, SampleEntitlement, SampleSystem } from '../estate.ts'
import type { Team } from '../people.ts'

const DOMAIN = 'corp.acme-shop.example'
const group = (name: string, adminOption?: true): SampleEntitlement => ({
  resource: `${name}@${DOMAIN}`,
  resourceKind: 'group',
  action: 'MEMBER',
  via: 'direct',
  ...(adminOption ? { adminOption } : {}),
})

type Given = {
  kind: string
  team: Team
  does: string
  class: IdentityClass
  because: string
  environment?: Environment
  privileged?: string | null | undefined
  credentials: readonly SampleCredential[]
  entitlements: readonly SampleEntitlement[]
  attributes?: object
}

function principal(
  name: string,
  { kind, team, does, class: identityClass, because, environment = 'production', privileged = null, credentials, entitlements, attributes = {} }: Given,
): Principal {
  return {
    externalId: `${name}.${DOMAIN}`,
    name,
    class: identityClass,
    classReason: because,
    team,
    environment,
    purpose: does,
    privileged,
    attributes: { kind, domain: DOMAIN, ...attributes },
    credentials,
    entitlements,
  }
}

const SERVERS: readonly [
  name: string,
  system: 'Debian 12' | 'Windows Server 2022' | 'Windows Server 2016',
  team: Team,
  does: string,
  environment?: Environment,
][] = [
  ['dc01', 'Windows Server 2022', 'Corporate IT', 'Domain controller of the head office'],
  ['dc02', 'Windows Server 2022', 'Corporate IT', 'Domain controller of the data centre'],
  ['adfs01', 'Windows Server 2016', 'Corporate IT', 'Signed people in before Entra did'],
  ['file01', 'Windows Server 2022', 'Corporate IT', 'Keeps the shared folders of the head office'],
  ['print01', 'Windows Server 2016', 'Corporate IT', 'Queues what is printed in the head office'],
  ['erp-app01', 'Windows Server 2016', 'Logistics', 'Runs the old ERP of purchasing'],
  ['erp-db01', 'Windows Server 2016', 'Logistics', 'Database of the old ERP'],
  ['sftp01', 'Debian 12', 'Logistics', 'Receives price lists and delivery notes'],
  ['wms-edge-ham', 'Debian 12', 'Logistics', 'Connects the warehouse in Hamburg'],
  ['wms-edge-lyo', 'Debian 12', 'Logistics', 'Connects the warehouse in Lyon'],
  ['wms-edge-gdn', 'Debian 12', 'Logistics', 'Connects the warehouse in Gdańsk'],
  ['bastion01', 'Debian 12', 'Platform', 'The one way by SSH into production'],
  ['build01', 'Debian 12', 'Platform', 'Builds what needs special hardware', 'development'],
  ['build02', 'Debian 12', 'Platform', 'Builds what needs special hardware', 'development'],
  ['vpn01', 'Debian 12', 'Security', 'Lets employees into the internal network'],
  ['siem01', 'Debian 12', 'Security', 'Collects what all servers log'],
  ['backup01', 'Debian 12', 'Platform', 'Keeps the backups of the warehouses'],
  ['stage-shop01', 'Debian 12', 'Storefront', 'Shop for testing before a release', 'staging'],
  ['stage-pay01', 'Debian 12', 'Payments', 'Payments for testing before a release', 'staging'],
  ['lab-gpu01', 'Debian 12', 'Data', 'Trains models for the forecast', 'sandbox'],
]
const servers = SERVERS.map(([name, os, team, does, environment = 'production']) => {
  const windows = os.startsWith('Windows')
  return principal(name, {
    kind: 'server',
    team,
    does,
    class: 'server',
    because: `A server that runs ${os}`,
    environment,
    privileged: name.startsWith('dc') ? 'member of Domain Controllers' : undefined,
    credentials: windows ? [{ kind: 'password', name: 'computer account', habit: 'rotated' }] : [{ kind: 'ssh_key', name: 'host key', habit: 'forgotten' }],
    entitlements: [group(windows ? 'Domain Computers' : 'linux-servers'), ...(name.startsWith('dc') ? [group('Domain Controllers')] : [])],
    attributes: { os, endOfSupport: os === 'Windows Server 2016' },
  })
})

const ENDPOINTS: readonly [prefix: string, count: number, team: Team, does: string][] = [
  ['pos-ham', 7, 'Storefront', 'Point of sale in the shop in Hamburg'],
  ['scanner-lyo', 6, 'Logistics', 'Handheld scanner in the warehouse in Lyon'],
  ['devbox-', 4, 'Platform', 'Machine under a desk that developers share'],
  ['kiosk-hq', 2, 'Corporate IT', 'Signs visitors in at the reception'],
  ['paw-', 3, 'Security', 'Workstation from which administrators work'],
]
const endpoints = ENDPOINTS.flatMap(([prefix, count, team, does]) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`).map((name) =>
    principal(name, {
      kind: 'endpoint',
      team,
      does,
      class: 'endpoint',
      because: 'A managed device that is not a server',
      environment: prefix === 'devbox-' ? 'development' : 'production',
      privileged: prefix === 'paw-' ? 'may log on to domain controllers' : undefined,
      credentials: [{ kind: 'x509_certificate', name: `CN=${name}`, habit: 'ending' }],
      entitlements: [group(prefix === 'paw-' ? 'Tier 0 devices' : 'Managed devices')],
    }),
  ),
)

const ACCOUNTS: readonly [name: string, team: Team, does: string, privileged?: string][] = [
  ['svc-backupexec', 'Platform', 'Backs up the Windows servers every night', 'member of Backup Operators'],
  ['svc-sqlagent-erp', 'Logistics', 'Runs the jobs of the database of the old ERP', 'local administrator of erp-db01'],
  ['svc-scan-to-mail', 'Corporate IT', 'Lets the copiers send what they scan'],
  ['svc-adsync', 'Corporate IT', 'Copies accounts to Entra every half hour', 'may replicate directory changes'],
  ['svc-monitoring', 'Platform', 'Reads counters of the Windows servers'],
  ['svc-antivirus', 'Security', 'Distributes signatures to the Windows servers'],
  ['svc-old-intranet', 'Corporate IT', 'Ran the intranet until 2021'],
]
const accounts = ACCOUNTS.map(([name, team, does, privileged]) =>
  principal(name, {
    kind: 'service account',
    team,
    does,
    class: 'service_account',
    because: 'An account of the directory that no person logs on with',
    privileged,
    credentials: [{ kind: 'password', name: 'password', habit: 'forgotten' }],
    entitlements: [group('Service accounts'), ...(privileged ? [group(privileged.replace(/^.*(member of|of) /, ''), true)] : [])],
  }),
)

const admins = ['adm-karin.holm', 'adm-diego.ramos', 'Administrator'].map((name) =>
  principal(name, {
    kind: 'user',
    team: 'Security',
    does: `Administers the domain as ${name}`,
    class: 'human_admin',
    because: 'It is a member of Domain Admins',
    privileged: 'member of Domain Admins',
    credentials: [{ kind: 'password', name: 'password', habit: 'forgotten' }],
    entitlements: [group('Domain Admins', true)],
  }),
)

const logon = { action: 'logon', resource: 'dc01' }
export const serversAndEndpoints: SampleSystem = {
  key: 'hosts',
  kind: 'directory',
  name: 'Servers and endpoints',
  environment: 'production',
  settings: { domain: DOMAIN },
  connectedDaysAgo: 54,
  lastUseKnown: 'unknown',
  deeds: { human_admin: [logon], server: [logon, { action: 'ssh.accepted', resource: 'bastion01' }], endpoint: [logon] },
  principals: [...servers, ...endpoints, ...accounts, ...admins],
}
