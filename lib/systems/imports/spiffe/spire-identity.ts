import { parseSpiffeId } from '#lib/core/spiffe-id.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'

/** What records need of an entry. Plain JSON: it waits parked. */
export type KeptEntry = {
  id: string
  spiffeId: string
  parentId: string
  selectors: string[]
  x509TtlSeconds: number | null
  jwtTtlSeconds: number | null
  federatesWith: string[]
  dnsNames: string[]
  hint: string | null
  admin: boolean
  downstream: boolean
  createdAt: string | null
  expiresAt: string | null
}

const PLATFORMS: readonly [selector: RegExp, platform: string][] = [
  [/^k8s/, 'kubernetes'],
  [/^docker:/, 'docker'],
  [/^(unix|systemd|windows):/, 'machine'],
  [/^aws_/, 'aws'],
  [/^gcp_/, 'gcp'],
  [/^azure_/, 'azure'],
]

/** A SPIFFE ID with all its entries as records: the identity, and for each entry a credential with its TTLs and who is given it. */
export function* spireRecords(entries: readonly [KeptEntry, ...KeptEntry[]]): Generator<DiscoveredRecordInput, void, undefined> {
  const [first] = entries
  const { spiffeId } = first
  const parts = parseSpiffeId(spiffeId)
  const selectors = [...new Set(entries.flatMap((entry) => entry.selectors))]
  const privileged = privilegedReason(entries)
  const node = nodeReason(first)
  const { namespace, serviceAccount } = kubernetesNames(selectors)
  yield {
    type: 'identity',
    externalId: spiffeId,
    name: cutText(parts?.path.slice(1) || spiffeId, 1_024),
    class: node ? 'server' : 'workload',
    classReason: node ?? 'Registered with SPIRE as a workload',
    classConfidence: node ? 'likely' : 'certain',
    enabled: true,
    ...datesOf(entries),
    privileged: privileged !== null,
    privilegedReason: privileged,
    privilegedConfidence: 'certain',
    correlationKeys: spiffeId.length <= 512 ? [spiffeId] : [],
    details: node ? {} : workloadDetails(spiffeId, selectors, namespace),
    attributes: {
      kind: node ? 'spire_node' : 'spire_workload',
      trustDomain: parts?.trustDomain ?? '',
      entries: entries.length,
      ...(namespace === null ? {} : { kubernetesNamespace: namespace }),
      ...(serviceAccount === null ? {} : { kubernetesServiceAccount: serviceAccount }),
    },
  }
  for (const entry of entries) yield* entryRecords(entry)
}

function* entryRecords(entry: KeptEntry): Generator<DiscoveredRecordInput, void, undefined> {
  const { spiffeId, selectors } = entry
  const createdAt = instant(entry.createdAt)
  yield {
    type: 'credential',
    identityExternalId: spiffeId,
    externalId: `entry/${entry.id}`,
    kind: 'federated_trust',
    fingerprint: spiffeId.length <= 256 ? spiffeId : null, // a name, nothing secret
    createdAt,
    expiresAt: instant(entry.expiresAt),
    enabled: true,
    attributes: {
      x509SvidTtlSeconds: entry.x509TtlSeconds,
      jwtSvidTtlSeconds: entry.jwtTtlSeconds,
      federatesWith: entry.federatesWith,
      dnsNames: entry.dnsNames,
      ...(entry.hint ? { hint: entry.hint } : {}),
    },
  }
  const { namespace, serviceAccount } = kubernetesNames(selectors)
  const kubernetes = namespace !== null && serviceAccount !== null
  yield {
    type: 'trust',
    identityExternalId: spiffeId,
    externalId: `entry/${entry.id}`,
    kind: 'federate',
    principal: cutText(kubernetes ? `system:serviceaccount:${namespace}:${serviceAccount}` : selectors.join(', '), 2_048),
    principalKind: kubernetes ? 'identity' : 'federated',
    condition: cutText(`${selectors.join(' and ')}, attested by ${entry.parentId}`, 4_000),
    attributes: { parentId: entry.parentId, selectors: selectors.slice(0, 50) },
  }
}

function workloadDetails(spiffeId: string, selectors: readonly string[], namespace: string | null) {
  const platform = PLATFORMS.find(([pattern]) => selectors.some((selector) => pattern.test(selector)))?.[1]
  const cluster = only([...valuesOf(selectors, 'k8s_psat:cluster:'), ...valuesOf(selectors, 'k8s_sat:cluster:')])
  return {
    ...(spiffeId.length <= 1_024 ? { spiffeId } : {}),
    selectors: selectors.slice(0, 500),
    ...(platform ? { platform } : {}),
    ...(cluster?.trim() ? { cluster } : {}),
    ...(namespace?.trim() ? { namespace } : {}),
  }
}

/** The server itself attests agents and the names of groups of nodes; everything else is a workload on one. */
function nodeReason({ spiffeId, parentId }: KeptEntry): string | null {
  if (parseSpiffeId(spiffeId)?.path.startsWith('/spire/agent/')) return 'An agent of SPIRE: the node that it runs on'
  return parseSpiffeId(parentId)?.path === '/spire/server' ? 'Registered under the SPIRE server itself, as nodes are' : null
}

function privilegedReason(entries: readonly KeptEntry[]): string | null {
  const reasons = [
    ...(entries.some((entry) => entry.admin) ? ['may call the administrative API of the SPIRE server'] : []),
    ...(entries.some((entry) => entry.downstream) ? ['is given a signing certificate of the trust domain (downstream server)'] : []),
  ]
  return reasons.length > 0 ? reasons.join('; ') : null
}

/** From the first entry that was made until the last that ends; no end where one has none. */
function datesOf(entries: readonly KeptEntry[]) {
  const made = entries.flatMap(({ createdAt }) => (createdAt === null ? [] : [Date.parse(createdAt)]))
  const ends = entries.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [Date.parse(expiresAt)]))
  return { createdAt: made.length > 0 ? new Date(Math.min(...made)) : null, expiresAt: ends.length === entries.length ? new Date(Math.max(...ends)) : null }
}

/** The namespace and the service account that selectors name; null where they name none or several. */
function kubernetesNames(selectors: readonly string[]): { namespace: string | null; serviceAccount: string | null } {
  return { namespace: only(valuesOf(selectors, 'k8s:ns:')), serviceAccount: only(valuesOf(selectors, 'k8s:sa:')) }
}

function valuesOf(selectors: readonly string[], prefix: string): string[] {
  return [...new Set(selectors.filter((selector) => selector.startsWith(prefix)).map((selector) => selector.slice(prefix.length)))]
}

function only(values: readonly string[]): string | null {
  return values.length === 1 ? (values[0] ?? null) : null
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
