import { discoveries } from '../push/discoveries.ts'
import type { FormatSample } from './format-sample.ts'

const RECORDS = [
  { type: 'discoveries', version: 1, complete: true, observedAt: '2026-11-22T10:00:00Z' },
  {
    type: 'identity',
    externalId: 'app',
    name: 'app',
    class: 'workload',
    classReason: 'It says so',
    classConfidence: 'certain',
    enabled: true,
    createdAt: '2026-01-02T03:04:05Z',
    lastUsedAt: '2026-02-02T00:00:00Z',
    lastUseKnown: 'exact',
    privileged: false,
    correlationKeys: ['spiffe://example.org/app'],
    details: { namespace: 'shop' },
    attributes: { kind: 'app' },
  },
  { type: 'credential', identityExternalId: 'app', externalId: 'key', kind: 'api_key', fingerprint: 'sha256:1', enabled: true },
  { type: 'entitlement', identityExternalId: 'app', externalId: 'read', resource: 'orders', resourceKind: 'queue', action: 'read', grantedVia: 'direct' },
]

export const PUSH_SAMPLES: readonly FormatSample[] = [
  { format: discoveries, encoding: 'json_lines', sample: RECORDS.map((record) => `${JSON.stringify(record)}\n`).join('') },
]
