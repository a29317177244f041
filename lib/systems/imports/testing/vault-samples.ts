import { vaultDump } from '../vault/vault-dump.ts'
import type { FormatSample } from './format-sample.ts'

const tokens = {
  token_ttl: 3600,
  token_max_ttl: 14400,
  token_explicit_max_ttl: 0,
  token_period: 0,
  token_num_uses: 0,
  token_bound_cidrs: ['10.0.0.0/8'],
  token_type: 'default',
}

/** A whole dump of a small server: one mount of each kind, with a role in it. */
export const VAULT_ANSWERS = [
  { path: 'sys/health', data: { cluster_id: '2c0e2b1f-7b3a-4b3c-9d62-6a4c56a2d0f1', cluster_name: 'vault-one', version: '1.15.6' } },
  {
    path: 'sys/auth',
    data: {
      'approle/': { type: 'approle', accessor: 'auth_approle_1' },
      'token/': { type: 'token', accessor: 'auth_token_1' },
      'kubernetes/': { type: 'kubernetes', accessor: 'auth_kubernetes_1' },
      'github-actions/': { type: 'jwt', accessor: 'auth_jwt_1' },
      'aws/': { type: 'aws', accessor: 'auth_aws_1' },
      'people/': { type: 'oidc', accessor: 'auth_oidc_1' },
      'userpass/': { type: 'userpass', accessor: 'auth_userpass_1' },
    },
  },
  { path: 'sys/mounts', data: { 'secret/': { type: 'kv' }, 'database/': { type: 'database' } } },
  { path: 'sys/policies/acl/deploy', data: { name: 'deploy', policy: 'path "secret/data/shop/*" {\n  capabilities = ["read", "list"] # only\n}\n' } },
  {
    path: 'sys/policies/acl/ops',
    data: { name: 'ops', policy: 'path "sys/policies/acl/*" { capabilities = ["create", "update"] }\npath "sys/raw/*" { policy = "sudo" }' },
  },
  { path: 'auth/approle/role', data: { keys: ['ci'] } },
  {
    path: 'auth/approle/role/ci',
    data: { ...tokens, bind_secret_id: true, secret_id_ttl: 0, secret_id_num_uses: 0, secret_id_bound_cidrs: null, token_policies: ['default', 'deploy'] },
  },
  { path: 'auth/approle/role/ci/secret-id', data: { keys: ['84896a0c-1347-aa90-a4f6-aca8b7558780'] } },
  {
    path: 'auth/approle/role/ci/secret-id-accessor/lookup',
    data: {
      secret_id_accessor: '84896a0c-1347-aa90-a4f6-aca8b7558780',
      creation_time: '2026-01-11T11:11:11.195163Z',
      expiration_time: '0001-01-01T00:00:00Z',
      secret_id_num_uses: 0,
      secret_id_ttl: 0,
    },
  },
  { path: 'auth/kubernetes/role', data: { keys: ['api'] } },
  {
    path: 'auth/kubernetes/role/api',
    data: {
      ...tokens,
      bound_service_account_names: ['api'],
      bound_service_account_namespaces: ['prod', 'test'],
      audience: 'vault',
      token_policies: ['deploy'],
    },
  },
  { path: 'auth/github-actions/config', data: { oidc_discovery_url: 'https://token.actions.githubusercontent.com', bound_issuer: '' } },
  { path: 'auth/github-actions/role', data: { keys: ['shop'] } },
  {
    path: 'auth/github-actions/role/shop',
    data: {
      ...tokens,
      role_type: 'jwt',
      bound_audiences: ['https://github.com/acme'],
      bound_subject: '',
      bound_claims: { repository: 'acme/shop', environment: 'production' },
      token_policies: ['ops'],
    },
  },
  { path: 'auth/aws/role', data: { keys: ['batch'] } },
  {
    path: 'auth/aws/role/batch',
    data: { ...tokens, auth_type: 'iam', bound_iam_principal_arn: ['arn:aws:iam::123456789012:role/batch'], token_policies: ['missing'] },
  },
  { path: 'auth/people/role', data: { keys: ['staff', 'admins'] } },
  { path: 'auth/people/role/staff', data: { ...tokens, role_type: 'oidc', token_policies: ['default'] } },
  { path: 'auth/people/role/admins', data: { ...tokens, role_type: 'oidc', token_policies: ['ops'] } },
  { path: 'auth/userpass/users', data: { keys: ['backup'] } },
  { path: 'auth/userpass/users/backup', data: { ...tokens, token_policies: ['deploy'], token_period: '24h' } },
  { path: 'auth/token/accessors', data: { keys: ['8609694a-cdbc-db9b-d345-e782dbb562ed'] } },
  {
    path: 'auth/token/lookup-accessor',
    data: {
      accessor: '8609694a-cdbc-db9b-d345-e782dbb562ed',
      display_name: 'root',
      issue_time: '2026-01-01T00:00:00.123456789Z',
      expire_time: null,
      path: 'auth/token/root',
      policies: ['root'],
      orphan: true,
      type: 'service',
      entity_id: '',
      id: '',
    },
  },
  { path: 'identity/entity/id', data: { keys: ['7d2e3179-f69b-450c-7179-ac8ee8bd8ca9'] } },
  {
    path: 'identity/entity/id/7d2e3179-f69b-450c-7179-ac8ee8bd8ca9',
    data: {
      id: '7d2e3179-f69b-450c-7179-ac8ee8bd8ca9',
      name: 'entity_api',
      disabled: false,
      creation_time: '2026-01-01T00:00:00Z',
      policies: ['deploy'],
      aliases: [{ name: 'prod/api', mount_type: 'kubernetes', mount_path: 'auth/kubernetes/' }],
    },
  },
]

export const VAULT_SAMPLES: readonly FormatSample[] = [{ format: vaultDump, encoding: 'json', sample: JSON.stringify(VAULT_ANSWERS) }]
