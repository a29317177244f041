import type { Context } from '#lib/command/context.ts'
import type { Confidence, CredentialKind, IdentityClass } from '#lib/core/identity-class.ts'
import { TenureError } from '#lib/core/errors.ts'
import { IdentityId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { LastUseKnown } from '#lib/systems/discovered.ts'
import { CREDENTIAL_COUNT, ENTITLEMENT_COUNT, type FlatRow, type IdentityRow, identityRow, JOINED, ROW_COLUMNS } from './identity-row.ts'
import { visibleIdentities } from './visible-identities.ts'

const { sql } = Prisma

/** Rows of what hangs on an identity that are shown; the rest is only counted. */
const SHOWN = 200

/** What only the page of one identity shows. The source's own expiry stands beside ours, for where the two disagree. */
export type IdentityFacts = {
  lifecycle: 'planned' | 'active' | 'quarantined' | 'offboarding' | 'offboarded'
  classReason: string
  classConfidence: Confidence
  /** A person said so; what the source says stands beside it. */
  classCorrected: boolean
  sourceClass: IdentityClass | null
  sourceClassReason: string | null
  privilegedReason: string | null
  privilegedConfidence: Confidence
  privilegedCorrected: boolean
  sourcePrivileged: boolean | null
  attributes: Record<string, unknown>
  details: Record<string, unknown>
  correlationKeys: string[]
  sourceCreatedAt: Date | null
  sourceExpiresAt: Date | null
  lastSeenAt: Date
  sample: boolean
  systemKind: string
  systemEnvironment: string
  systemSyncedAt: Date | null
  ownerEmail: string | null
  ownerActive: boolean | null
}

// Rows that a discovery finds unchanged are not written: what is there was seen at its system's last one.
const FACTS = sql`i.lifecycle, i.class_reason AS "classReason", i.class_confidence AS "classConfidence", i.class_corrected AS "classCorrected", i.source_class AS "sourceClass", i.source_class_reason AS "sourceClassReason",
  i.privileged_reason AS "privilegedReason", i.privileged_confidence AS "privilegedConfidence", i.privileged_corrected AS "privilegedCorrected", i.source_privileged AS "sourcePrivileged",
  i.attributes, i.details, i.correlation_keys AS "correlationKeys", i.source_created_at AS "sourceCreatedAt", i.source_expires_at AS "sourceExpiresAt",
  CASE WHEN i.vanished_at IS NULL THEN greatest(i.last_seen_at, s.last_synced_at) ELSE i.last_seen_at END AS "lastSeenAt", i.sample, s.kind AS "systemKind", s.environment AS "systemEnvironment", s.last_synced_at AS "systemSyncedAt", u.email AS "ownerEmail", u.active AS "ownerActive"`

/** An identity that this actor may see. Throws `not_found` for any other, and for what is no id at all: the answer does not tell them apart. */
export async function loadIdentity({ pool, actor }: Context, id: string): Promise<IdentityRow & IdentityFacts> {
  const statement = sql`SELECT ${ROW_COLUMNS}, ${FACTS}, ${CREDENTIAL_COUNT} AS credentials, ${ENTITLEMENT_COUNT} AS entitlements FROM identity i ${JOINED} WHERE i.id = ${id} AND ${visibleIdentities(actor)}`
  const [row] = IdentityId.safeParse(id).success ? (await pool.query<FlatRow & IdentityFacts>(statement)).rows : []
  if (!row) throw new TenureError('not_found', 'There is no such identity, or it is not one of yours')
  return { ...row, ...identityRow(row) }
}

type LastUse = { lastUsedAt: Date | null; lastUseKnown: LastUseKnown }
export type CredentialRow = LastUse & {
  id: string
  kind: CredentialKind
  externalId: string
  fingerprint: string | null
  enabled: boolean
  sourceCreatedAt: Date | null
  lastRotatedAt: Date | null
  expiresAt: Date | null
  vanishedAt: Date | null
}
export type EntitlementRow = LastUse & {
  id: string
  resource: string
  resourceKind: string
  action: string
  grantedVia: string
  adminOption: boolean
  firstSeenAt: Date
  vanishedAt: Date | null
}
export type Shown<Row> = { rows: Row[]; total: number }

/** The credentials of an identity, those that are there now first. */
export async function credentialsOf({ pool }: Context, id: string): Promise<Shown<CredentialRow>> {
  const { rows } = await pool.query<CredentialRow & { total: number }>(sql`
    SELECT id, kind, external_id AS "externalId", fingerprint, enabled, source_created_at AS "sourceCreatedAt", last_rotated_at AS "lastRotatedAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
           last_use_known AS "lastUseKnown", vanished_at AS "vanishedAt", count(*) OVER ()::int AS total
      FROM credential WHERE identity_id = ${id} ORDER BY vanished_at IS NOT NULL, kind, external_id LIMIT ${SHOWN}`)
  return shown(rows)
}

/** The entitlements of an identity, those that are there now first. */
export async function entitlementsOf({ pool }: Context, id: string): Promise<Shown<EntitlementRow>> {
  const { rows } = await pool.query<EntitlementRow & { total: number }>(sql`
    SELECT id, resource, resource_kind AS "resourceKind", action, granted_via AS "grantedVia", admin_option AS "adminOption", last_used_at AS "lastUsedAt", last_use_known AS "lastUseKnown",
           first_seen_at AS "firstSeenAt", vanished_at AS "vanishedAt", count(*) OVER ()::int AS total
      FROM entitlement WHERE identity_id = ${id} ORDER BY vanished_at IS NOT NULL, resource_kind, resource, action, id LIMIT ${SHOWN}`)
  return shown(rows)
}

function shown<Row extends object>(counted: readonly (Row & { total: number })[]): Shown<Row> {
  return { total: counted[0]?.total ?? 0, rows: counted.map(({ total: _, ...row }) => row as unknown as Row) }
}
