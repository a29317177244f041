import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { GithubInstant, Login, NumericId } from './common.ts'
import { classifyToken } from './token-holder.ts'

/** A credential that a member let into an organisation with single sign-on (REST API, "List SAML SSO authorizations"): the one place that lists classic tokens. */
export const CredentialAuthorization = z.object({
  login: Login,
  credential_id: NumericId,
  credential_type: z.string().min(1).max(128),
  credential_authorized_at: GithubInstant,
  credential_accessed_at: GithubInstant,
  authorized_credential_title: z.string().max(512).nullish(),
  authorized_credential_note: z.string().max(512).nullish(),
  authorized_credential_expires_at: GithubInstant,
  scopes: z.array(z.string().min(1).max(128)).max(200).nullish(),
})
export type CredentialAuthorization = z.infer<typeof CredentialAuthorization>

/** OAuth scopes of classic tokens that reach beyond a task of their own. `repo` is every repository that its owner may write to. */
const RULING_SCOPES = ['admin:org', 'admin:enterprise', 'site_admin', 'delete_repo', 'admin:org_hook', 'workflow', 'write:org', 'admin:repo_hook', 'repo']

/** Whether an authorization is of a token: an SSH key that a member works with is that person's own and stays out of the register. */
export function isToken({ credential_type: type }: CredentialAuthorization): boolean {
  return !/^ssh key$/i.test(type)
}

/** A token that was let in as records: an identity of its own, the token, and an entitlement for each scope. */
export function* credentialAuthorizationRecords(
  authorization: CredentialAuthorization,
  organization: string | null,
): Generator<DiscoveredRecordInput, void, undefined> {
  const { login, credential_type: type } = authorization
  const identity = `authorized-credential/${authorization.credential_id}`
  const scopes = [...new Set(authorization.scopes ?? [])]
  const ruling = scopes.filter((scope) => RULING_SCOPES.includes(scope))
  const note = (authorization.authorized_credential_note ?? authorization.authorized_credential_title)?.trim()
  const expiresAt = authorization.authorized_credential_expires_at ?? null
  const dates = {
    createdAt: authorization.credential_authorized_at ?? null,
    lastUsedAt: authorization.credential_accessed_at ?? null,
    lastUseKnown: authorization.credential_accessed_at === undefined ? ('unknown' as const) : ('exact' as const),
    expiresAt,
    enabled: true,
  }
  const app = /app/i.test(type)
  yield {
    type: 'identity',
    externalId: identity,
    name: `${note || `${type} ${authorization.credential_id}`} (${login})`,
    ...(app
      ? { class: 'saas_connector' as const, classReason: `A token that an app got from ${login} (${type})`, classConfidence: 'likely' as const }
      : classifyToken({ login, name: note })),
    ...dates,
    privileged: ruling.length > 0,
    privilegedReason: ruling.length > 0 ? `Scopes ${ruling.join(', ')}, with the rights of ${login}` : null,
    privilegedConfidence: 'likely',
    attributes: { kind: 'github_authorized_credential', tokenOwner: login, credentialType: type, scopes },
  }
  yield {
    type: 'credential',
    identityExternalId: identity,
    externalId: identity,
    kind: app ? 'oauth_refresh_token' : 'api_key',
    ...dates,
    attributes: { neverExpires: expiresAt === null },
  }
  for (const scope of scopes) {
    yield {
      type: 'entitlement',
      identityExternalId: identity,
      externalId: `${identity}/${encodeURIComponent(scope)}`,
      resource: organization ?? 'the organisation',
      resourceKind: 'github_organization',
      action: scope,
      grantedVia: `token of ${login}`,
    }
  }
}
