import { githubAnswer } from '../github/github-answer.ts'
import { githubOrganization } from '../github/github-organization.ts'
import type { FormatSample } from './format-sample.ts'

/** A public key whose private half was never kept. */
export const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGD7NXer3yeU/k31W/WRYR6Pfs1LD5opAZvxfURyhYmU deploy@example'

export const GITHUB_LISTS = {
  installations: [
    {
      id: 957387,
      account: { login: 'acme', id: 4711, type: 'Organization' },
      app_id: 29310,
      app_slug: 'code-scanner',
      repository_selection: 'all',
      permissions: { contents: 'write', metadata: 'read', members: 'read' },
      events: ['push'],
      html_url: 'https://github.com/organizations/acme/settings/installations/957387',
      created_at: '2026-01-05T16:02:41.000Z',
      updated_at: '2026-02-09T17:25:27.000Z',
      suspended_at: null,
      app: { name: 'Code Scanner', owner: { login: 'scanner-inc' }, external_url: 'https://scanner.example' },
    },
  ],
  deploy_keys: [
    {
      id: 100,
      key: PUBLIC_KEY,
      url: 'https://api.github.com/repos/acme/shop/keys/100',
      title: 'deploy',
      verified: true,
      created_at: '2026-01-02T17:37:07Z',
      last_used: '2026-03-02T00:00:00Z',
      read_only: false,
      added_by: 'ann',
      enabled: true,
    },
  ],
  personal_access_tokens: [
    {
      id: 25381,
      owner: { login: 'ann', id: 1, type: 'User' },
      repository_selection: 'subset',
      permissions: { organization: { members: 'read' }, repository: { contents: 'read', secrets: 'write' }, other: {} },
      access_granted_at: '2026-01-16T08:47:09.000-07:00',
      token_id: 98716,
      token_name: 'terraform',
      token_expired: false,
      token_expires_at: '2026-12-16T08:47:09.000-07:00',
      token_last_used_at: null,
      repositories: [{ full_name: 'acme/shop' }, { full_name: 'acme/site' }],
    },
  ],
  credential_authorizations: [
    {
      login: 'ann',
      credential_id: 161195,
      credential_type: 'personal access token',
      credential_authorized_at: '2026-01-26T19:06:43Z',
      credential_accessed_at: '2026-02-26T19:06:43Z',
      authorized_credential_expires_at: null,
      authorized_credential_note: 'laptop',
      scopes: ['read:org', 'repo'],
    },
    { login: 'ann', credential_id: 161196, credential_type: 'SSH key', credential_authorized_at: '2026-01-26T19:06:43Z', scopes: [] },
  ],
  repositories: [
    {
      full_name: 'acme/shop',
      created_at: '2025-01-01T00:00:00Z',
      archived: false,
      oidc_subject: { use_default: false, include_claim_keys: ['repository_owner', 'context', 'job_workflow_ref'] },
      environments: [
        {
          name: 'production',
          url: 'https://api.github.com/repos/acme/shop/environments/production',
          created_at: '2025-01-05T00:00:00Z',
          protection_rules: [{ type: 'required_reviewers', reviewers: [{}, {}] }, { type: 'wait_timer', wait_timer: 30 }, { type: 'branch_policy' }],
          deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
        },
      ],
    },
  ],
  runners: [{ id: 23, name: 'build-1', os: 'linux', status: 'offline', busy: false, ephemeral: false, runner_group_id: 1, labels: [{ name: 'self-hosted' }] }],
}

export const GITHUB_SAMPLES: readonly FormatSample[] = [
  {
    format: githubOrganization,
    encoding: 'json',
    sample: JSON.stringify({ organization: { login: 'acme' }, oidc_subject: { include_claim_keys: ['repo', 'context'] }, ...GITHUB_LISTS }),
  },
  { format: githubAnswer, encoding: 'json', sample: JSON.stringify(GITHUB_LISTS.deploy_keys) },
]
