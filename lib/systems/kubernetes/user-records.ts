import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import type { DiscoveredRecordInput } from '../discovered.ts'
import { cutText } from '../imports/storable.ts'
import { grantEntitlements } from './grant-entitlements.ts'
import { boundedKey } from './keys.ts'
import { type HeldGrant, privilegeOf } from './service-account-records.ts'

export const userKey = (name: string) => boundedKey('user', name)

/** A user that bindings name. The cluster keeps no users: whether one is a person, nobody there knows. */
export function* userRecords(name: string, held: readonly HeldGrant[]): Generator<DiscoveredRecordInput> {
  const key = userKey(name)
  yield {
    type: 'identity',
    externalId: key,
    name: cutText(name, 600),
    ...classifyUser(name),
    enabled: true,
    ...privilegeOf(held),
    attributes: { kind: 'user', knownFrom: 'bindings' },
  }
  for (const { grant, group } of held) yield* grantEntitlements(key, grant, group)
}

/** Whether a user belongs to the cluster itself (Kubernetes, Using RBAC Authorization: the prefix `system:` is reserved). */
export const isSystemUser = (name: string) => name.startsWith('system:')

function classifyUser(name: string): { class: IdentityClass; classReason: string; classConfidence: Confidence } {
  if (name.startsWith('system:node:')) return { class: 'server', classReason: 'The kubelet of a node', classConfidence: 'certain' }
  if (isSystemUser(name)) return { class: 'workload', classReason: 'A component of the control plane', classConfidence: 'certain' }
  return {
    class: 'human_admin',
    classReason: 'A user whom a binding makes privileged; the cluster does not say whether it is a person',
    classConfidence: 'guess',
  }
}
