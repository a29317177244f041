/** Classes of identity (glossary: identity). `human_admin` is kept apart: the account of a person that holds standing privilege. */
export const IDENTITY_CLASSES = ['service_account', 'workload', 'ci_runner', 'saas_connector', 'ai_agent', 'server', 'endpoint', 'human_admin'] as const
export type IdentityClass = (typeof IDENTITY_CLASSES)[number]

export const CREDENTIAL_KINDS = [
  'password',
  'access_key',
  'api_key',
  'x509_certificate',
  'ssh_key',
  'oauth_client_secret',
  'oauth_refresh_token',
  'federated_trust',
] as const
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

export const ENVIRONMENTS = ['production', 'staging', 'development', 'sandbox'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

export const IDENTITY_CLASS_LABELS: Record<IdentityClass, string> = {
  service_account: 'Service account',
  workload: 'Workload',
  ci_runner: 'CI runner',
  saas_connector: 'SaaS connector',
  ai_agent: 'AI agent',
  server: 'Server',
  endpoint: 'Endpoint',
  human_admin: 'Human admin',
}

/** How sure a classification is. `certain`: the source says so itself. `likely`: several signs. `guess`: a name, or nothing better. */
export const CONFIDENCES = ['certain', 'likely', 'guess'] as const
export type Confidence = (typeof CONFIDENCES)[number]
