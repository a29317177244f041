import type { MergeScope } from './merge-scope.ts'

/**
 * The staged records of a run as typed temporary tables, each thing once: of two records about one thing the later counts.
 * They end with the transaction.
 */
export async function readStaging({ tx, run }: MergeScope): Promise<void> {
  // A sort or hash of this merge may use this much before it goes to disk; it is one session, now and then
  await tx.$executeRaw`SET LOCAL work_mem = '64MB'`
  await tx.$executeRaw`SET LOCAL jit = off`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_identity ON COMMIT DROP AS
    SELECT DISTINCT ON (r."externalId" COLLATE "C")
           r.id, r."externalId" AS external_id, r.name, r.class, r."classReason" AS class_reason, r."classConfidence" AS class_confidence, r.enabled, r.privileged, r."privilegedReason" AS privileged_reason,
           r."privilegedConfidence" AS privileged_confidence, r.attributes, r.details, ARRAY(SELECT DISTINCT unnest(r."correlationKeys") ORDER BY 1) AS correlation_keys, r.ours,
           r."createdAt" AS source_created_at, r."expiresAt" AS source_expires_at, r."lastUsedAt" AS last_used_at, r."lastUseKnown" AS last_use_known
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "externalId" text, name text, class text, "classReason" text, "classConfidence" text, enabled boolean, privileged boolean, "privilegedReason" text, "privilegedConfidence" text,
           attributes jsonb, details jsonb, "correlationKeys" text[], ours boolean,
           "createdAt" timestamptz(3), "expiresAt" timestamptz(3), "lastUsedAt" timestamptz(3), "lastUseKnown" text)
     WHERE d.run_id = ${run.id} AND d.type = 'identity'
     ORDER BY r."externalId" COLLATE "C", d.seq DESC`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_credential ON COMMIT DROP AS
    SELECT DISTINCT ON (r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C")
           r.id, r."identityExternalId" AS identity_external_id, r."externalId" AS external_id, r.kind, r.fingerprint, r.enabled, r.attributes,
           r."createdAt" AS source_created_at, r."lastRotatedAt" AS last_rotated_at, r."expiresAt" AS expires_at, r."lastUsedAt" AS last_used_at, r."lastUseKnown" AS last_use_known
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "identityExternalId" text, "externalId" text, kind text, fingerprint text, enabled boolean, attributes jsonb,
           "createdAt" timestamptz(3), "lastRotatedAt" timestamptz(3), "expiresAt" timestamptz(3), "lastUsedAt" timestamptz(3), "lastUseKnown" text)
     WHERE d.run_id = ${run.id} AND d.type = 'credential'
     ORDER BY r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C", d.seq DESC`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_entitlement ON COMMIT DROP AS
    SELECT DISTINCT ON (r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C")
           r.id, r."identityExternalId" AS identity_external_id, r."externalId" AS external_id, r.resource, r."resourceKind" AS resource_kind, r.action, r."grantedVia" AS granted_via,
           r."adminOption" AS admin_option, r.attributes, r."lastUsedAt" AS last_used_at, r."lastUseKnown" AS last_use_known
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "identityExternalId" text, "externalId" text, resource text, "resourceKind" text, action text, "grantedVia" text,
           "adminOption" boolean, attributes jsonb, "lastUsedAt" timestamptz(3), "lastUseKnown" text)
     WHERE d.run_id = ${run.id} AND d.type = 'entitlement'
     ORDER BY r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C", d.seq DESC`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_trust ON COMMIT DROP AS
    SELECT DISTINCT ON (r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C")
           r.id, r."identityExternalId" AS identity_external_id, r."externalId" AS external_id, r.kind, r.principal, r."principalKind" AS principal_kind,
           r."principalExternalId" AS principal_external_id, r."principalCorrelationKey" AS principal_correlation_key, coalesce(r."actsAs", false) AS acts_as, r.condition, r.attributes
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "identityExternalId" text, "externalId" text, kind text, principal text, "principalKind" text, "principalExternalId" text, "principalCorrelationKey" text, "actsAs" boolean,
           condition text, attributes jsonb)
     WHERE d.run_id = ${run.id} AND d.type = 'trust'
     ORDER BY r."identityExternalId" COLLATE "C", r."externalId" COLLATE "C", d.seq DESC`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_exposure ON COMMIT DROP AS
    SELECT DISTINCT ON (r."externalId" COLLATE "C")
           r.id, r."externalId" AS external_id, r.rule, r.title, r."credentialKind" AS credential_kind, r.fingerprints, r.source, r.path, r.line, r.commit, r.author,
           r."exposedAt" AS exposed_at, r.verified, r.attributes
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "externalId" text, rule text, title text, "credentialKind" text, fingerprints text[], source text, path text, line int, commit text, author text,
           "exposedAt" timestamptz(3), verified boolean, attributes jsonb)
     WHERE d.run_id = ${run.id} AND d.type = 'exposure'
     ORDER BY r."externalId" COLLATE "C", d.seq DESC`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_activity ON COMMIT DROP AS
    SELECT r.id, r."identityExternalId" AS identity_external_id, r."externalId" AS external_id, r.at, r.action, r.resource, r."sourceAddress" AS source_address, r.outcome
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(
           id text, "identityExternalId" text, "externalId" text, at timestamptz(3), action text, resource text, "sourceAddress" text, outcome text)
     WHERE d.run_id = ${run.id} AND d.type = 'activity'`
  await tx.$executeRaw`
    CREATE TEMP TABLE seen_privilege ON COMMIT DROP AS
    SELECT DISTINCT ON (r.name COLLATE "C") r.id, r.name, r.description, r.lendable, r."notLendableReason" AS not_lendable_reason
      FROM discovered_record d CROSS JOIN LATERAL jsonb_to_record(d.payload) AS r(id text, name text, description text, lendable boolean, "notLendableReason" text)
     WHERE d.run_id = ${run.id} AND d.type = 'privilege'
     ORDER BY r.name COLLATE "C", d.seq DESC`
  await tx.$executeRaw`ANALYZE seen_identity (external_id), seen_credential (identity_external_id, external_id), seen_entitlement (identity_external_id, external_id), seen_activity (identity_external_id)`
}
