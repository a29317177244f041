import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { tidyDetails } from '../tidy-details.ts'
import type { CsvEntry } from './csv-columns.ts'

/** The identity of a row, which its first row tells whole. `extra` are its columns that begin with `x_`. */
export function identityRecord(entry: CsvEntry & { class: NonNullable<CsvEntry['class']> }, extra: Readonly<Record<string, string>>): DiscoveredRecordInput {
  const said = {
    ...(entry.owner_email ? { owner: entry.owner_email } : {}),
    ...(entry.purpose ? { purpose: entry.purpose } : {}),
    ...(entry.environment ? { environment: entry.environment } : {}),
  }
  return {
    type: 'identity',
    externalId: entry.external_id,
    name: entry.name || entry.external_id,
    class: entry.class,
    classReason: 'The file says so',
    classConfidence: 'certain',
    enabled: entry.enabled ?? true,
    createdAt: dateOf(entry.created_at),
    ...lastUse(entry.last_used_at),
    expiresAt: dateOf(entry.expires_at),
    privileged: entry.privileged ?? false,
    privilegedReason: entry.privileged ? entry.privileged_reason || 'The file says so' : null,
    privilegedConfidence: entry.privileged === null ? 'guess' : 'certain',
    details: tidyDetails({ description: entry.description }),
    attributes: { kind: 'csv_identity', ...said, ...extra },
  }
}

/** The credential of a row, null where it has none. */
export function credentialRecord(entry: CsvEntry): DiscoveredRecordInput | null {
  const { credential_kind: kind } = entry
  if (kind === null) return null
  const createdAt = dateOf(entry.credential_created_at)
  return {
    type: 'credential',
    identityExternalId: entry.external_id,
    externalId: boundedKey(kind, entry.credential_id),
    kind,
    fingerprint: entry.credential_id !== '' && entry.credential_id.length <= 256 ? entry.credential_id : null,
    createdAt,
    lastRotatedAt: dateOf(entry.credential_rotated_at) ?? createdAt,
    ...lastUse(entry.credential_last_used_at),
    expiresAt: dateOf(entry.credential_expires_at),
    enabled: true,
    attributes: entry.credential_expires_at === 'never' ? { neverExpires: true } : {},
  }
}

/** The permission of a row, null where it has none. */
export function entitlementRecord(entry: CsvEntry): DiscoveredRecordInput | null {
  if (entry.resource === '') return null
  return {
    type: 'entitlement',
    identityExternalId: entry.external_id,
    externalId: boundedKey(entry.resource, entry.action),
    resource: entry.resource,
    resourceKind: 'csv_resource',
    action: entry.action,
    grantedVia: 'direct',
  }
}

function dateOf(moment: CsvEntry['created_at']): Date | null {
  return moment instanceof Date ? moment : null
}

/** `never` is a statement, an empty cell is none. */
function lastUse(moment: CsvEntry['last_used_at']) {
  if (moment === 'never') return { lastUsedAt: null, lastUseKnown: 'exact' as const }
  return moment === null ? {} : { lastUsedAt: moment, lastUseKnown: 'logs' as const }
}
