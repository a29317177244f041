import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { sshFingerprint } from '../ssh-fingerprint.ts'
import { GithubInstant, NumericId, repositoryOf } from './common.ts'

/** A key that opens one repository (REST API, "List deploy keys"); its address says which. */
export const DeployKey = z.object({
  id: NumericId,
  key: z
    .string()
    .max(16_384)
    .refine((text) => sshFingerprint(text) !== null, 'must be a public SSH key'),
  url: z
    .string()
    .max(1_024)
    .refine((url) => repositoryOf(url) !== null, 'must be the address of a key of a repository'),
  title: z.string().max(1_000).nullish(),
  verified: z.boolean().nullish(),
  created_at: GithubInstant,
  last_used: GithubInstant,
  read_only: z.boolean(),
  added_by: z.string().max(256).nullish(),
  enabled: z.boolean().nullish(),
})
export type DeployKey = z.infer<typeof DeployKey>

/** A deploy key as records: an identity of its own (whoever holds it acts for no account), its SSH key, and what it may do to its repository. */
export function* deployKeyRecords(key: DeployKey): Generator<DiscoveredRecordInput, void, undefined> {
  const repository = repositoryOf(key.url) ?? ''
  const identity = `deploy-key/${key.id}`
  const enabled = key.enabled !== false
  // Where the member is missing the server is older than it; where it is empty, the use was not recorded or there was none.
  const use = key.last_used === undefined ? {} : { lastUsedAt: key.last_used, lastUseKnown: 'logs' as const }
  const ssh = sshFingerprint(key.key)
  yield {
    type: 'identity',
    externalId: identity,
    name: `${cutText(key.title?.trim() || `key ${key.id}`, 400)} (${repository})`,
    class: 'service_account',
    classReason: `A deploy key of ${repository}: programs use it, with no account behind it`,
    classConfidence: 'likely',
    enabled,
    createdAt: key.created_at ?? null,
    ...use,
    privileged: false,
    details: { accountType: 'GitHub deploy key', ...(key.added_by?.trim() ? { createdBy: key.added_by } : {}) },
    attributes: { kind: 'github_deploy_key', repository, readOnly: key.read_only, ...(typeof key.verified === 'boolean' ? { verified: key.verified } : {}) },
  }
  yield {
    type: 'credential',
    identityExternalId: identity,
    externalId: identity,
    kind: 'ssh_key',
    fingerprint: ssh?.fingerprint ?? null,
    createdAt: key.created_at ?? null,
    lastRotatedAt: key.created_at ?? null,
    ...use,
    enabled,
    attributes: ssh ? { keyType: ssh.type } : {},
  }
  yield {
    type: 'entitlement',
    identityExternalId: identity,
    externalId: `${identity}/contents`,
    resource: repository,
    resourceKind: 'github_repository',
    action: key.read_only ? 'contents: read' : 'contents: write',
    grantedVia: 'direct',
  }
}
