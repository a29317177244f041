import { asOf } from './as-of.ts'

/** A table of a pack: a path without its ending, and a statement whose parameters are $1 the instant of the register and $2, $3 the period. Every column becomes a column of the CSV and a member of the JSON line. */
export type DataSet = { path: string; title: string; sql: string; parameters: 'register' | 'period' }

const REGISTER: DataSet[] = [
  {
    path: 'register/identities',
    title: 'Identities, orphans included, as they were at the end of the period',
    parameters: 'register',
    sql: `SELECT i.id, s.name AS system, i.external_id, i.name, i.class, i.class_reason, i.class_confidence, i.class_corrected, i.lifecycle, i.merged_into_id, i.enabled, i.privileged, i.privileged_reason, i.governed,
                 u.name AS owner, u.email AS owner_email, i.purpose, i.environment, i.expires_at, i.last_used_at, i.last_use_known, i.first_seen_at, i.last_seen_at, i.vanished_at
          FROM ${asOf('identity')} i JOIN system s ON s.id = i.system_id LEFT JOIN app_user u ON u.id = i.owner_id ORDER BY i.id`,
  },
  {
    path: 'register/credentials',
    title: 'Credentials: fingerprints and dates, never secrets',
    parameters: 'register',
    sql: `SELECT c.id, c.identity_id, c.kind, c.external_id, c.fingerprint, c.enabled, c.source_created_at, c.last_rotated_at, c.expires_at, c.last_used_at, c.last_use_known, c.vanished_at
          FROM ${asOf('credential')} c ORDER BY c.id`,
  },
  {
    path: 'register/entitlements',
    title: 'Entitlements: standing permissions',
    parameters: 'register',
    sql: `SELECT e.id, e.identity_id, e.resource_kind, e.resource, e.action, e.granted_via, e.admin_option, e.last_used_at, e.last_use_known, e.vanished_at
          FROM ${asOf('entitlement')} e ORDER BY e.id`,
  },
  {
    path: 'register/trusts',
    title: 'Who may act as an identity',
    parameters: 'register',
    sql: `SELECT t.id, t.identity_id, t.kind, t.principal, t.principal_kind, t.principal_id, t.condition, t.first_seen_at, t.vanished_at
          FROM ${asOf('trust')} t ORDER BY t.id`,
  },
  {
    path: 'register/exposures',
    title: 'Credentials that were seen where none may lie: places and fingerprints, never secrets',
    parameters: 'register',
    sql: `SELECT x.id, x.system_id, x.rule, x.title, x.credential_kind, x.fingerprints, x.source, x.path, x.line, x.commit, x.exposed_at, x.verified, x.credential_id, x.identity_id, x.first_seen_at, x.vanished_at
          FROM ${asOf('exposure')} x ORDER BY x.id`,
  },
  {
    path: 'register/boundaries',
    title: 'Trust boundaries: what each class of identity in each environment must obey',
    parameters: 'register',
    sql: `SELECT b.id, b.class, b.environment, b.methods, b.max_ttl_seconds, b.rotation_days, b.policy_set, b.telemetry, b.revocation_path, b.revocation_system_ids, b.revocation_proven_at, b.revocation_proof
          FROM ${asOf('boundary')} b ORDER BY b.id`,
  },
  {
    path: 'register/findings',
    title: 'Findings, with their evidence and what people decided about them',
    parameters: 'register',
    sql: `SELECT f.id, f.rule, f.subject_key, f.identity_id, f.credential_id, f.exposure_id, f.system_id, f.boundary_id, f.severity, f.score, f.arithmetic, f.evidence, f.state, f.opened_at, f.closed_at, f.until, f.reason, f.decided_by
          FROM ${asOf('finding')} f ORDER BY f.id`,
  },
]

const ACCESS: DataSet[] = [
  {
    path: 'access/requests',
    title: 'Access requests of the period, with what policy decided',
    parameters: 'period',
    sql: `SELECT r.id, u.name AS requester, u.email AS requester_email, s.name AS system, r.environment, r.privilege_name AS privilege, r.purpose, r.ticket, r.duration_seconds, r.starts_at,
                 r.state, r.created_at, r.decided_at, r.digest, d.outcome AS decision, d.reasons AS decision_reasons, p.version AS policy_version, d.policy_digest
          FROM access_request r JOIN app_user u ON u.id = r.requester_id JOIN system s ON s.id = r.system_id JOIN decision d ON d.id = r.decision_id JOIN policy_version p ON p.id = d.policy_version_id
          WHERE r.created_at >= $1 AND r.created_at < $2 ORDER BY r.id`,
  },
  {
    path: 'access/approvals',
    title: 'What people answered, each bound to the request’s digest',
    parameters: 'period',
    sql: `SELECT a.id, a.request_id, a.digest, u.name AS approver, u.email AS approver_email, a.verdict, a.asked_seconds, a.granted_seconds, a.comment, a.at
          FROM approval a JOIN app_user u ON u.id = a.approver_id WHERE a.at >= $1 AND a.at < $2 ORDER BY a.id`,
  },
  {
    path: 'leases/leases',
    title: 'Leases that were open in the period, with what became of their revocation',
    parameters: 'period',
    sql: `SELECT l.id, l.request_id, l.digest, u.name AS holder, s.name AS system, l.privilege_name AS privilege, l.account, l.state, l.starts_at, l.ends_at, l.minted_at, l.secret_revealed_at, l.ended_at, l.end_reason,
                 v.state AS revocation, v.requested_at AS revocation_requested_at, v.executed_at AS revocation_executed_at, v.confirmed_at AS revocation_confirmed_at, v.unconfirmed_at AS revocation_unconfirmed_at, v.problem AS revocation_problem
          FROM lease l JOIN app_user u ON u.id = l.holder_id JOIN system s ON s.id = l.system_id LEFT JOIN revocation v ON v.lease_id = l.id
          WHERE l.starts_at < $2 AND coalesce(l.ended_at, 'infinity') >= $1 ORDER BY l.id`,
  },
  {
    path: 'leases/facts',
    title: 'What was done and observed on the target for each lease',
    parameters: 'period',
    sql: `SELECT f.lease_id, f.seq, f.at, f.kind, f.ok, f.detail FROM lease_fact f JOIN lease l ON l.id = f.lease_id
          WHERE l.starts_at < $2 AND coalesce(l.ended_at, 'infinity') >= $1 ORDER BY f.lease_id, f.seq`,
  },
  {
    path: 'policy/versions',
    title: 'The policies that were in force',
    parameters: 'period',
    sql: `SELECT id, version, digest, note, published_by, published_at, text FROM policy_version
          WHERE published_at < $2 AND version >= coalesce((SELECT max(version) FROM policy_version WHERE published_at < $1), 0) ORDER BY version`,
  },
]

export const DATA_SETS: readonly DataSet[] = [...REGISTER, ...ACCESS]
