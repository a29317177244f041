import type { LastUseKnown } from '../discovered.ts'
import type { DiscoveredRecordInput } from '../discovered.ts'
import { boundedKey } from './keys.ts'
import type { SecretObject } from './objects.ts'

const TOKEN_TYPE = 'kubernetes.io/service-account-token'
const HOLDER = 'kubernetes.io/service-account.name'
/** Kubernetes, Secrets: legacy token cleaner; the day, in UTC. */
const LAST_USED = 'kubernetes.io/legacy-token-last-used'
const INVALID_SINCE = 'kubernetes.io/legacy-token-invalid-since'

/** A token that never expires, kept in a Secret. Of the Secret nothing but its metadata is known. */
export type TokenSecret = { name: string; namespace: string; holder: string; createdAt: string | null; lastUsedOn: string | null; invalid: boolean }

/** The token that a Secret holds, or null when it holds something else. Without its type (metadata alone was read) the annotation tells. */
export function tokenSecretOf({ type, metadata }: SecretObject): TokenSecret | null {
  const holder = metadata.annotations?.[HOLDER]
  if (!holder || holder.length > 512 || (type !== undefined && type !== TOKEN_TYPE)) return null
  const day = metadata.labels?.[LAST_USED]
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    holder,
    createdAt: metadata.creationTimestamp ?? null,
    lastUsedOn: day && isDay(day) ? day : null,
    invalid: metadata.labels?.[INVALID_SINCE] !== undefined,
  }
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** The credential of a service account that a token Secret is. `resource` keeps it in the register while Secrets cannot be read. */
export function tokenCredential(key: string, token: TokenSecret): DiscoveredRecordInput {
  const known: LastUseKnown = token.lastUsedOn ? 'logs' : 'unknown'
  return {
    type: 'credential',
    identityExternalId: key,
    externalId: tokenKey(token.namespace, token.name),
    kind: 'api_key',
    createdAt: token.createdAt,
    lastUsedAt: token.lastUsedOn ? new Date(`${token.lastUsedOn}T00:00:00Z`) : null,
    lastUseKnown: known,
    lastRotatedAt: token.createdAt,
    enabled: !token.invalid,
    attributes: { kind: 'token_secret', secret: token.name, namespace: token.namespace, expires: 'never', resource: 'secrets' },
  }
}

/** A token Secret that a service account names, where Secrets themselves were not shown; the names are those that the token controller gave until 1.24. */
export function referredToken(key: string, namespace: string, secret: string): DiscoveredRecordInput | null {
  if (!/-token-[a-z0-9]{5}$/.test(secret)) return null
  return {
    type: 'credential',
    identityExternalId: key,
    externalId: tokenKey(namespace, secret),
    kind: 'api_key',
    enabled: true,
    attributes: { kind: 'token_secret', secret, namespace, expires: 'never', resource: 'secrets' },
  }
}

const tokenKey = (namespace: string, name: string) => boundedKey('secret', namespace, name)
