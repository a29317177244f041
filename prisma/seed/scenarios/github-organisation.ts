import type { IdentityClass } from '#lib/core/identity-class.ts'
import type { Principal, SampleCredential, SampleEntitlement, SampleSystem } from '../estate.ts'
import type { Team } from '../people.ts'

const ORGANISATION = 'acme-shop'
const on = (resource: string, action: string, via: string): SampleEntitlement => ({
  resource: `${ORGANISATION}/${resource}`,
  resourceKind: resource === '*' ? 'organisation' : 'repository',
  action,
  via,
})

type Given = {
  kind: string
  team: Team
  does: string
  class: IdentityClass
  because: string
  privileged?: string | null | undefined
  credentials: readonly SampleCredential[]
  entitlements: readonly SampleEntitlement[]
}

function principal(
  externalId: string,
  name: string,
  { kind, team, does, class: identityClass, because, privileged = null, credentials, entitlements }: Given,
): Principal {
  return {
    externalId,
    name,
    class: identityClass,
    classReason: because,
    team,
    environment: 'production',
    purpose: does,
    privileged,
    attributes: { kind, organisation: ORGANISATION },
    credentials,
    entitlements,
  }
}

const APPS: readonly [name: string, team: Team, does: string, permission: string, privileged?: string][] = [
  ['renovate', 'Platform', 'Keeps dependencies current by pull requests', 'contents: write'],
  ['sonarcloud', 'Security', 'Reviews code for weaknesses', 'contents: read'],
  ['codecov', 'Platform', 'Shows which lines tests run through', 'statuses: write'],
  ['slack-notifier', 'Platform', 'Tells channels about pull requests', 'pull_requests: read'],
  ['linear-sync', 'Storefront', 'Links pull requests with issues', 'issues: write'],
  ['vercel-preview', 'Storefront', 'Builds a preview of each pull request', 'deployments: write'],
  ['snyk', 'Security', 'Opens pull requests for known weaknesses', 'contents: write'],
  ['atlantis', 'Platform', 'Plans and applies Terraform from pull requests', 'contents: write', 'may change workflows and secrets of every repository'],
  ['backstage-catalog', 'Platform', 'Reads who owns which repository', 'metadata: read'],
  ['jira-legacy', 'Corporate IT', 'Linked commits with Jira until last year', 'contents: read'],
  ['terraform-cloud', 'Platform', 'Ran Terraform before Atlantis did', 'administration: write', 'may change the settings of every repository'],
]
const apps = APPS.map(([name, team, does, permission, privileged]) =>
  principal(`app:${name}`, name, {
    kind: 'app installation',
    team,
    does,
    class: 'saas_connector',
    because: 'An app of a vendor that is installed in the organisation',
    privileged,
    credentials: [{ kind: 'oauth_client_secret', name: 'private key', habit: privileged ? 'forgotten' : 'rotated' }],
    entitlements: [on('*', permission, 'app installation')],
  }),
)

const DEPLOY_KEYS = ['checkout', 'payments', 'warehouse-gateway', 'reporting', 'infrastructure', 'customer-profile', 'storefront-web', 'erp-bridge'] as const
const deployKeys = DEPLOY_KEYS.map((repository, index) =>
  principal(`deploy-key:${repository}`, `${repository} deploy key`, {
    kind: 'deploy key',
    team: 'Platform',
    does: `Lets servers fetch ${repository} when they are set up`,
    class: 'service_account',
    because: 'An SSH key that belongs to one repository',
    credentials: [{ kind: 'ssh_key', name: `ssh-ed25519 ${repository}`, habit: index % 4 === 3 ? 'rotated' : 'forgotten' }],
    entitlements: [on(repository, index % 3 === 0 ? 'push' : 'pull', 'deploy key')],
  }),
)

const runners = Array.from({ length: 8 }, (_, index) => `runner-${index < 5 ? 'linux' : 'windows'}-${String(index + 1).padStart(2, '0')}`).map((name) =>
  principal(`runner:${name}`, name, {
    kind: 'self-hosted runner',
    team: 'Platform',
    does: 'Runs the jobs of GitHub Actions that need the internal network',
    class: 'ci_runner',
    because: 'A self-hosted runner of the organisation',
    credentials: [{ kind: 'api_key', name: 'runner registration', habit: 'rotated' }],
    entitlements: [on('*', 'run jobs', 'runner group internal')],
  }),
)

const PIPELINES = ['checkout', 'payments', 'shipping', 'event-lake', 'gateway', 'terraform-prod'] as const
const pipelines = PIPELINES.map((repository) =>
  principal(`repo:${ORGANISATION}/${repository}`, `${repository} workflows`, {
    kind: 'actions subject',
    team: 'Platform',
    does: `Builds and deploys ${repository} with GitHub Actions`,
    class: 'ci_runner',
    because: 'Its workflows ask for tokens of GitHub Actions',
    credentials: [{ kind: 'federated_trust', name: 'token.actions.githubusercontent.com', habit: 'rotated' }],
    entitlements: [on(repository, 'id-token: write', 'workflow permissions')],
  }),
)

const BOTS: readonly [name: string, team: Team, does: string, privileged?: string][] = [
  ['acme-release-bot', 'Platform', 'Tags releases and writes their notes', 'classic token with the scopes repo, workflow, admin:org'],
  ['acme-docs-bot', 'Storefront', 'Publishes the documentation on every merge'],
  ['acme-i18n-bot', 'Storefront', 'Opens pull requests with translations'],
  ['acme-metrics-bot', 'Data', 'Counts builds and reviews for the weekly report'],
  ['acme-migration-bot', 'Platform', 'Moved repositories from GitLab three years ago', 'classic token with the scopes repo, delete_repo'],
  ['acme-license-bot', 'Security', 'Checks the licences of dependencies'],
]
const bots = BOTS.map(([name, team, does, privileged]) =>
  principal(`user:${name}`, name, {
    kind: 'machine user',
    team,
    does,
    class: 'service_account',
    because: 'A machine user: it signs in with a token only',
    privileged,
    credentials: [{ kind: 'api_key', name: privileged ? 'classic token' : 'fine-grained token', habit: privileged ? 'forgotten' : 'ending' }],
    entitlements: [on('*', privileged ? 'admin' : 'write', 'team bots')],
  }),
)

const AGENTS: readonly [name: string, team: Team, does: string, privileged?: string][] = [
  ['copilot-coding-agent', 'Platform', 'Agent that works on issues and opens pull requests'],
  ['claude-code-review', 'Platform', 'Agent that reviews every pull request'],
  ['release-notes-agent', 'Storefront', 'Agent that drafts release notes'],
  ['triage-agent', 'Storefront', 'Agent that labels and answers new issues'],
  ['migration-agent', 'Data', 'Agent that rewrites old pipelines', 'may change workflows of every repository'],
]
const agents = AGENTS.map(([name, team, does, privileged]) =>
  principal(`app:${name}`, name, {
    kind: 'app installation',
    team,
    does,
    class: 'ai_agent',
    because: 'Its name speaks of an agent',
    privileged,
    credentials: [{ kind: 'oauth_client_secret', name: 'private key', habit: 'rotated' }],
    entitlements: [on('*', privileged ? 'contents: write, workflows: write' : 'pull_requests: write', 'app installation')],
  }),
)

const owners = ['karin-holm', 'diego-ramos', 'acme-owner'].map((name) =>
  principal(`user:${name}`, name, {
    kind: 'member',
    team: 'Security',
    does: `Administers the organisation as ${name}`,
    class: 'human_admin',
    because: 'An owner of the organisation',
    privileged: 'owner of the organisation',
    credentials: [{ kind: 'api_key', name: 'classic token', habit: 'forgotten' }],
    entitlements: [on('*', 'owner', 'membership')],
  }),
)

const push = { action: 'git.push', resource: 'repository' }
const clone = { action: 'git.clone', resource: 'repository' }
export const githubOrganisation: SampleSystem = {
  key: 'github',
  kind: 'github',
  name: 'GitHub acme-shop',
  environment: 'production',
  settings: { organisation: ORGANISATION },
  connectedDaysAgo: 86,
  lastUseKnown: 'logs',
  deeds: {
    saas_connector: [{ action: 'integration_installation.access', resource: 'repository' }, clone],
    service_account: [clone, push],
    ci_runner: [{ action: 'workflow_job.completed', resource: 'repository' }],
    ai_agent: [{ action: 'pull_request.create', resource: 'repository' }, clone],
    human_admin: [{ action: 'org.update_member', resource: 'organisation' }, push],
  },
  principals: [...apps, ...deployKeys, ...runners, ...pipelines, ...bots, ...agents, ...owners],
}
