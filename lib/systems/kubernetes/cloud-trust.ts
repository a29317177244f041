import type { DiscoveredRecordInput } from '../discovered.ts'
import { boundedKey } from './keys.ts'

type CloudIdentity = { annotation: string; cloud: string; correlate(value: string): string | null }

/** The annotations by which a service account says as which identity of a cloud its pods act. */
const CLOUD_IDENTITIES: readonly CloudIdentity[] = [
  { annotation: 'eks.amazonaws.com/role-arn', cloud: 'AWS', correlate: (value) => (/^arn:[^:]+:iam::\d{12}:role\/\S+$/.test(value) ? `aws:${value}` : null) },
  { annotation: 'iam.gke.io/gcp-service-account', cloud: 'Google Cloud', correlate: (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? `gcp:sa:${value}` : null) },
  {
    annotation: 'azure.workload.identity/client-id',
    cloud: 'Entra ID',
    correlate: (value) => (/^[0-9a-f-]{36}$/i.test(value) ? `entra:app:${value.toLowerCase()}` : null),
  },
]

/** The cloud identities that a service account is annotated with. Whether the cloud lets it in stands in the trust policy over there. */
export function* cloudTrust(key: string, annotations: Readonly<Record<string, string>>): Generator<DiscoveredRecordInput> {
  for (const { annotation, cloud, correlate } of CLOUD_IDENTITIES) {
    const value = Object.hasOwn(annotations, annotation) ? annotations[annotation]?.trim() : undefined
    if (!value || value.length > 1_024) continue
    const correlationKey = correlate(value)
    yield {
      type: 'trust',
      identityExternalId: key,
      actsAs: true,
      externalId: boundedKey(key, 'annotation', annotation, value),
      kind: 'federate',
      principal: value,
      principalKind: 'identity',
      principalCorrelationKey: correlationKey !== null && correlationKey.length <= 512 ? correlationKey : null,
      condition: `Its pods act as this identity of ${cloud}, where that one's own trust lets them`,
      attributes: { annotation },
    }
  }
}
