import type { DiscoveredRecordInput } from '../discovered.ts'
import { cutText } from '../imports/storable.ts'
import type { Grant } from './bindings.ts'
import { classifyServiceAccount } from './classify-service-account.ts'
import { cloudTrust } from './cloud-trust.ts'
import { grantEntitlements } from './grant-entitlements.ts'
import type { ServiceAccount, ServiceAccounts } from './service-accounts.ts'
import { referredToken, tokenCredential } from './token-secrets.ts'

/** A grant with the group that carries it; null when the binding names the holder itself. */
export type HeldGrant = { grant: Grant; group: string | null }

const LONGEST_CORRELATION_KEY = 512

/** A service account with its tokens, cloud identities and rights. `cluster` is the uid of the namespace kube-system, or null where it is not known. */
export function* serviceAccountRecords(
  key: string,
  accounts: ServiceAccounts,
  account: ServiceAccount,
  { held, cluster }: { held: readonly HeldGrant[]; cluster: string | null },
): Generator<DiscoveredRecordInput> {
  yield identityOf(key, account, { held, cluster, usedBy: accounts.usersOf(key) })
  yield* cloudTrust(key, account.annotations)
  for (const token of accounts.tokensOf(key)) yield tokenCredential(key, token)
  if (!accounts.secretsShown) {
    for (const secret of new Set(account.secrets)) {
      const credential = referredToken(key, account.namespace, secret)
      if (credential) yield credential
    }
  }
  // What everybody holds is a note, once for the cluster
  for (const { grant, group } of held) if (group === null || group.startsWith('system:serviceaccounts')) yield* grantEntitlements(key, grant, group)
}

type Known = { held: readonly HeldGrant[]; cluster: string | null; usedBy: string[] }

function identityOf(key: string, account: ServiceAccount, { held, cluster, usedBy }: Known): DiscoveredRecordInput {
  const { namespace, name, listed } = account
  const classification = classifyServiceAccount(name)
  const correlationKey = cluster === null ? null : `k8s:${cluster}:sa:${namespace}:${name}`
  const workload = { platform: 'Kubernetes', ...(cluster === null ? {} : { cluster }), namespace, ...(usedBy.length > 0 ? { usedBy } : {}) }
  return {
    type: 'identity',
    externalId: key,
    name: `${namespace}/${name}`,
    ...classification,
    enabled: true,
    createdAt: account.createdAt,
    ...privilegeOf(held),
    correlationKeys: correlationKey !== null && correlationKey.length <= LONGEST_CORRELATION_KEY ? [correlationKey] : [],
    details: classification.class === 'workload' ? workload : {},
    attributes: {
      kind: 'service_account',
      namespace,
      ...(account.uid ? { uid: account.uid } : {}),
      ...(account.automount === null ? {} : { automountToken: account.automount }),
      ...(usedBy.length > 0 ? { usedBy } : {}),
      ...(listed ? {} : { listed: false }),
    },
  }
}

/** Whether what somebody holds makes it privileged, and what of it, in words. */
export function privilegeOf(held: readonly HeldGrant[]) {
  const dangerous = held.filter(({ grant }) => grant.dangers.length > 0)
  if (dangerous.length === 0) return { privileged: false, privilegedReason: null, privilegedConfidence: 'likely' as const }
  const reasons = dangerous.slice(0, 5).map(({ grant, group }) => {
    const carried = group === null ? '' : ` through the group ${cutText(group, 100)}`
    return `${cutText(grant.via, 200)}${carried}: may ${grant.dangers.join(', ')}`
  })
  if (dangerous.length > reasons.length) reasons.push(`and ${dangerous.length - reasons.length} more`)
  const shown = dangerous.some(({ grant }) => grant.rules !== null)
  return { privileged: true, privilegedReason: cutText(reasons.join('. '), 2_000), privilegedConfidence: shown ? ('certain' as const) : ('likely' as const) }
}
