import { CREDENTIAL_KINDS, type CredentialKind, type Environment, type IdentityClass } from '#lib/core/identity-class.ts'
import { DAY, durationInWords, HOUR, relativeInWords } from '#lib/core/time.ts'

/** How an identity may authenticate: with a kind of credential, or without a standing secret. */
export const METHODS = [...CREDENTIAL_KINDS, 'oidc_federation', 'spiffe_svid', 'mutual_tls', 'kerberos', 'lease'] as const
export type Method = CredentialKind | (typeof METHODS)[number]

export const METHOD_LABELS: Record<Method, string> = {
  password: 'Password',
  access_key: 'Access key',
  api_key: 'API key',
  x509_certificate: 'X.509 certificate',
  ssh_key: 'SSH key',
  oauth_client_secret: 'OAuth client secret',
  oauth_refresh_token: 'OAuth refresh token',
  federated_trust: 'Federated trust',
  oidc_federation: 'OIDC token of its platform',
  spiffe_svid: 'SPIFFE SVID',
  mutual_tls: 'Mutual TLS',
  kerberos: 'Kerberos',
  lease: 'Just-in-time lease',
}

/** The name of the policy set that Tenure itself decides with; any other name is the `@id` of one of its policies. */
export const PUBLISHED_POLICIES = 'published'

/** How long a proof of a revocation path counts. At exactly 180 days it still does. */
export const PROOF_DAYS = 180

/** What a boundary declares. */
export type Declared = {
  methods: readonly string[]
  maxTtlSeconds: number | null
  rotationDays: number | null
  policySet: string | null
  telemetry: readonly TelemetrySource[]
  revocationPath: string | null
  revocationSystemIds: readonly string[]
}
export type TelemetrySource = { systemId: string; maxAgeHours: number }

/** What is known of what it declares. */
export type Observed = {
  policySetKnown: boolean
  /** Of each telemetry source, in the order in which they are declared; a system that is gone has no name. */
  telemetry: readonly { systemId: string; name: string | null; maxAgeHours: number; lastReadAt: Date | null }[]
  revocationProvenAt: Date | null
}

export type Health = 'complete' | 'empty' | 'dead' | 'unused'
export type Verdict = { health: Health; reasons: string[] }

/**
 * Whether a cell of the matrix holds: `empty` when something is not declared, `dead` when what is declared is not so (telemetry too old, the way to
 * revoke not proven within 180 days, no such policies), `unused` when no identity falls under it.
 */
export function healthOf(identities: number, declared: Declared | null, observed: Observed | null, now: Date): Verdict {
  const missing = declared ? missingIn(declared) : ['Nothing is declared']
  const broken = declared && observed ? brokenIn(declared, observed, now) : []
  if (identities === 0) return { health: 'unused', reasons: ['No identity falls under it', ...(declared ? [...missing, ...broken] : [])] }
  if (missing.length > 0) return { health: 'empty', reasons: [...missing, ...broken] }
  if (broken.length > 0) return { health: 'dead', reasons: broken }
  return { health: 'complete', reasons: [] }
}

function missingIn({ methods, maxTtlSeconds, policySet, telemetry, revocationPath, revocationSystemIds }: Declared): string[] {
  return [
    methods.length === 0 && 'No authentication method is declared',
    maxTtlSeconds === null && 'No maximum time to live is declared',
    policySet === null && 'No policy set is declared',
    telemetry.length === 0 && 'No telemetry source is declared',
    revocationPath === null && 'No revocation path is declared',
    revocationPath !== null && revocationSystemIds.length === 0 && 'No system is named on which the revocation path ends it',
  ].filter((reason) => reason !== false)
}

function brokenIn({ policySet, revocationPath, revocationSystemIds }: Declared, observed: Observed, now: Date): string[] {
  const reasons: string[] = []
  if (policySet !== null && !observed.policySetKnown)
    reasons.push(policySet === PUBLISHED_POLICIES ? 'No policy is published' : `No published policy is called ${policySet}`)
  for (const { name, lastReadAt, maxAgeHours } of observed.telemetry) {
    if (name === null) reasons.push('A telemetry source is gone')
    else if (!lastReadAt) reasons.push(`${name} was never read`)
    else if (now.getTime() - lastReadAt.getTime() > maxAgeHours * HOUR)
      reasons.push(`${name} was last read ${relativeInWords(lastReadAt, now)}, and may be ${durationInWords(maxAgeHours * HOUR)} old at most`)
  }
  if (revocationPath !== null && revocationSystemIds.length > 0) {
    const proven = observed.revocationProvenAt
    if (!proven) reasons.push('Its revocation path was never proven')
    else if (now.getTime() - proven.getTime() > PROOF_DAYS * DAY)
      reasons.push(`Its revocation path was last proven ${relativeInWords(proven, now)}, more than ${PROOF_DAYS} days`)
  }
  return reasons
}

export type Recommended = { methods: Method[]; maxTtlSeconds: number; rotationDays: number; policySet: string; revocationPath: string }

const recommended = (methods: Method[], maxTtlSeconds: number, rotationDays: number, revocationPath: string): Recommended => ({
  methods,
  maxTtlSeconds,
  rotationDays,
  revocationPath,
  policySet: PUBLISHED_POLICIES,
})

/** What a form of a class begins with when somebody asks for it; nothing is declared until they save it. Telemetry and systems only they can name. */
const RECOMMENDED: Record<IdentityClass, Recommended> = {
  service_account: recommended(['lease', 'x509_certificate', 'mutual_tls'], 86_400, 90, 'Disable the account on its system, end its sessions, then delete it'),
  workload: recommended(
    ['spiffe_svid', 'oidc_federation', 'mutual_tls', 'lease'],
    3_600,
    30,
    'Delete its registration or role binding; what was issued dies with its time to live',
  ),
  ci_runner: recommended(['oidc_federation', 'lease'], 3_600, 30, 'Remove its subject from the trust policy of the role that it assumes'),
  saas_connector: recommended(
    ['oidc_federation', 'oauth_client_secret', 'oauth_refresh_token'],
    2_592_000,
    90,
    'Revoke the consent and its refresh tokens, then delete the client secrets',
  ),
  ai_agent: recommended(['oidc_federation', 'spiffe_svid', 'lease'], 3_600, 30, 'End its leases, then disable the agent at its platform'),
  server: recommended(['x509_certificate', 'mutual_tls', 'ssh_key', 'kerberos'], 7_776_000, 365, 'Disable its computer account and revoke its certificate'),
  endpoint: recommended(['x509_certificate', 'mutual_tls', 'kerberos'], 7_776_000, 365, 'Disable its device account and revoke its certificate'),
  human_admin: recommended(['lease', 'kerberos', 'ssh_key'], 28_800, 90, 'End its leases and sessions, then disable the account in its directory'),
}

/** The values recommended for a class: outside of production the same, with twice the time to live. */
export function recommendedFor(identityClass: IdentityClass, environment: Environment): Recommended {
  const values = RECOMMENDED[identityClass]
  return environment === 'production' ? values : { ...values, maxTtlSeconds: Math.min(31_536_000, values.maxTtlSeconds * 2) }
}
