import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Account, GithubInstant, NumericId, PermissionMap } from './common.ts'
import { permissionEntitlements, privilegedBy } from './permissions.ts'
import { classifyToken } from './token-holder.ts'

/**
 * A fine-grained personal access token that was let into an organisation (REST API, "List fine-grained personal access tokens with access to organization
 * resources"). `repositories` is what its `repositories_url` adds.
 */
export const PersonalAccessToken = z.object({
  id: NumericId,
  owner: Account,
  repository_selection: z.enum(['none', 'all', 'subset', 'selected'], 'must be none, all or subset'),
  permissions: z.object({ organization: PermissionMap.default({}), repository: PermissionMap.default({}), other: PermissionMap.default({}) }).prefault({}),
  access_granted_at: GithubInstant,
  token_id: NumericId,
  token_name: z.string().max(512).nullish(),
  token_expired: z.boolean(),
  token_expires_at: GithubInstant,
  token_last_used_at: GithubInstant,
  repositories: z
    .array(z.object({ full_name: z.string().min(1).max(512) }))
    .max(100_000)
    .nullish(),
})
export type PersonalAccessToken = z.infer<typeof PersonalAccessToken>

const SHOWN_REPOSITORIES = 100

/** A fine-grained token as records: an identity of its own, since it goes where its maker does not; the token; and what it may do. */
export function* personalAccessTokenRecords(token: PersonalAccessToken, organization: string | null): Generator<DiscoveredRecordInput, void, undefined> {
  const identity = `fine-grained-token/${token.token_id}`
  const { login, type } = token.owner
  const tokenName = token.token_name?.trim()
  const everyRepository = token.repository_selection === 'all'
  const repositories = token.repositories?.map((repository) => repository.full_name) ?? []
  const privileged = privilegedBy({ ...token.permissions.organization, ...token.permissions.repository }, everyRepository)
  const where = organization ?? 'the organisation'
  const grantedVia = `token of ${login}`
  // The token is older than its admission, but before that it opened nothing here.
  const dates = {
    createdAt: token.access_granted_at ?? null,
    lastUsedAt: token.token_last_used_at ?? null,
    lastUseKnown: token.token_last_used_at === undefined ? ('unknown' as const) : ('exact' as const),
    expiresAt: token.token_expires_at ?? null,
    enabled: !token.token_expired,
  }
  yield {
    type: 'identity',
    externalId: identity,
    name: `${tokenName || `token ${token.token_id}`} (${login})`,
    ...classifyToken({ login, ownerType: type, name: tokenName }),
    ...dates,
    privileged: privileged !== null,
    privilegedReason: privileged?.reason ?? null,
    privilegedConfidence: privileged?.confidence ?? 'likely',
    attributes: {
      kind: 'github_fine_grained_token',
      tokenOwner: login,
      repositorySelection: token.repository_selection,
      ...(repositories.length > 0 ? { repositories: repositories.slice(0, SHOWN_REPOSITORIES), repositoryCount: repositories.length } : {}),
    },
  }
  yield {
    type: 'credential',
    identityExternalId: identity,
    externalId: identity,
    kind: 'api_key',
    ...dates,
    attributes: { neverExpires: dates.expiresAt === null },
  }
  yield* permissionEntitlements(identity, 'organization', token.permissions.organization, { resource: where, resourceKind: 'github_organization', grantedVia })
  yield* permissionEntitlements(identity, 'repository', token.permissions.repository, {
    resource: repositoryScope(everyRepository, repositories, where),
    resourceKind: 'github_repository',
    grantedVia,
  })
  yield* permissionEntitlements(identity, 'other', token.permissions.other, { resource: login, resourceKind: 'github_account', grantedVia })
}

function repositoryScope(every: boolean, repositories: readonly string[], where: string): string {
  if (every) return `${where}/*`
  const [first] = repositories
  if (first === undefined) return `selected repositories of ${where}`
  return repositories.length === 1 ? first : `${first} and ${repositories.length - 1} more`
}
