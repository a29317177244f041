import { DAY, shift } from '#lib/core/time.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'

/** Where a scanner found credentials: of whom (the name of an identity whose first key it is), or of nobody the register knows. */
const FINDS = [
  { of: 'svc-legacy-erp', source: 'acme-shop/erp-bridge', path: 'config/production.env', line: 14, daysAgo: 210, verified: true },
  { of: 'svc-kinesis-producer', source: 'acme-shop/event-lake', path: 'scripts/backfill.py', line: 8, daysAgo: 95, verified: null },
  { of: null, source: 'acme-shop/storefront-web', path: '.github/workflows/preview.yml', line: 41, daysAgo: 33, verified: false },
] as const

type Holder = { name: string; identityId: string; credentialId: string; fingerprint: string }

/** A secret scanner as a system of its own, with what it found. `holders` are the identities with a key, by name. */
export function exposureRows(
  now: Date,
  holders: readonly Holder[],
): { system: Row & { id: string; createdAt: Date }; exposures: (Row & { id: string; firstSeenAt: Date })[] } {
  const createdAt = shift(now, -60 * DAY)
  const id = sampleId('sys', createdAt, 'scanner')
  const system = {
    id,
    kind: 'secret_scanner',
    name: 'Secret scans of acme-shop',
    environment: 'production',
    settings: {},
    connectionSealed: null,
    lastSyncedAt: shift(now, -DAY),
    sample: true,
    createdAt,
  }
  const exposures = FINDS.map(({ of, daysAgo, ...find }) => {
    const holder = holders.find(({ name }) => name === of)
    const firstSeenAt = shift(now, -Math.min(daysAgo, 59) * DAY)
    return {
      id: sampleId('exp', firstSeenAt, `${find.source}/${find.path}`),
      systemId: id,
      externalId: `${find.source}/${find.path}:${find.line}`,
      rule: 'aws-access-token',
      title: 'An AWS access key stands in code',
      credentialKind: 'access_key',
      fingerprints: holder ? [holder.fingerprint] : ['AKIASAMPLENOBODYKNOWS'],
      ...find,
      commit: null,
      author: null,
      exposedAt: shift(now, -daysAgo * DAY),
      attributes: {},
      credentialId: holder?.credentialId ?? null,
      identityId: holder?.identityId ?? null,
      firstSeenAt,
      vanishedAt: null,
    }
  })
  return { system, exposures }
}
