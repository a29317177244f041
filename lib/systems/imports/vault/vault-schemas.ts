import { z } from 'zod'
import { SourceInstant } from '../source-instant.ts'
import { VaultSeconds } from './duration.ts'

// What Vault and OpenBao answer (Vault HTTP API), as far as the import reads it; other members pass unread.

const words = (max = 1_000) =>
  z
    .union([z.array(z.string().max(1_024)).max(max), z.string().max(8_192)])
    .nullish()
    // Older servers write lists as text with commas.
    .transform((value) => (typeof value === 'string' ? value.split(',').map((word) => word.trim()) : (value ?? [])).filter((word) => word !== ''))
const Policies = words(200).refine((names) => names.every((name) => name.length <= 256), 'must hold names of policies')

/** A mount of an auth method (`sys/auth`), by its path. */
export const AuthMounts = z.record(z.string().max(512), z.object({ type: z.string().min(1).max(128), accessor: z.string().max(256).nullish() }))

/** What tokens of every kind of role have (Vault API, "Tokenutil parameters"), with the names of before Vault 1.2. */
const tokens = {
  token_policies: Policies,
  policies: Policies,
  token_ttl: VaultSeconds,
  token_max_ttl: VaultSeconds,
  token_explicit_max_ttl: VaultSeconds,
  token_period: VaultSeconds,
  period: VaultSeconds,
  token_num_uses: z.int().nullish(),
  token_bound_cidrs: words(),
  token_type: z.string().max(64).nullish(),
}

const Claims = z
  .record(
    z.string().max(256),
    z.union([z.string().max(1_024), z.number(), z.boolean(), z.array(z.union([z.string().max(1_024), z.number(), z.boolean()])).max(200)]),
  )
  .nullish()

/** A role, user or certificate of any auth method: each has some of these members. */
export const VaultRole = z.object({
  ...tokens,
  bind_secret_id: z.boolean().nullish(),
  secret_id_ttl: VaultSeconds,
  secret_id_num_uses: z.int().nullish(),
  secret_id_bound_cidrs: words(),
  bound_service_account_names: words(),
  bound_service_account_namespaces: words(),
  bound_service_account_namespace_selector: z.string().max(4_000).nullish(),
  audience: z.string().max(1_024).nullish(),
  role_type: z.string().max(64).nullish(),
  bound_audiences: words(),
  bound_subject: z.string().max(1_024).nullish(),
  bound_claims: Claims,
  auth_type: z.string().max(64).nullish(),
  bound_iam_principal_arn: words(),
  bound_account_id: words(),
  bound_service_accounts: words(),
  bound_projects: words(),
  bound_service_principal_ids: words(),
  bound_subscription_ids: words(),
  allowed_common_names: words(),
  allowed_dns_sans: words(),
  allowed_uri_sans: words(),
  certificate: z.string().max(65_536).nullish(),
  allowed_policies: Policies,
})
export type VaultRole = z.infer<typeof VaultRole>

/** A name for a token or a secret id with which it can be looked up and revoked, but not used. */
export const Accessor = z.string().regex(/^[\w.-]{1,256}$/, 'must be an accessor')

/** What the lookup of a secret id by its accessor says. */
export const SecretIdLookup = z.object({
  secret_id_accessor: Accessor,
  creation_time: SourceInstant.optional(),
  expiration_time: SourceInstant.optional(),
  secret_id_num_uses: z.int().nullish(),
  secret_id_ttl: VaultSeconds,
})
export type SecretIdLookup = z.infer<typeof SecretIdLookup>

/** What the lookup of a token by its accessor says. `id` is the token itself where somebody looked up their own: it is not read. */
export const TokenLookup = z.object({
  accessor: Accessor,
  display_name: z.string().max(512).nullish(),
  issue_time: SourceInstant.optional(),
  expire_time: SourceInstant.optional(),
  path: z.string().max(1_024).nullish(),
  policies: Policies,
  orphan: z.boolean().nullish(),
  period: VaultSeconds,
  type: z.string().max(64).nullish(),
  entity_id: z.string().max(256).nullish(),
})
export type TokenLookup = z.infer<typeof TokenLookup>

export const Entity = z.object({
  id: z.string().regex(/^[\w.-]{1,256}$/, 'must be the id of an entity'),
  name: z.string().min(1).max(512),
  disabled: z.boolean().nullish(),
  creation_time: SourceInstant.optional(),
  policies: Policies,
  aliases: z
    .array(z.object({ name: z.string().max(1_024), mount_type: z.string().max(128).nullish(), mount_path: z.string().max(512).nullish() }))
    .max(1_000)
    .nullish(),
})
export type Entity = z.infer<typeof Entity>

export const AclPolicy = z.object({
  name: z.string().max(256).nullish(),
  policy: z.string().max(1_000_000).nullish(),
  rules: z.string().max(1_000_000).nullish(),
})
export type AclPolicy = z.infer<typeof AclPolicy>
export const JwtConfig = z.object({
  oidc_discovery_url: z.string().max(1_024).nullish(),
  bound_issuer: z.string().max(1_024).nullish(),
  jwks_url: z.string().max(1_024).nullish(),
})
