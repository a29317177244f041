import { ENVIRONMENTS, type Environment, IDENTITY_CLASSES, type IdentityClass } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { type Declared, healthOf, type Observed, type TelemetrySource, type Verdict } from '../rules.ts'

const { sql } = Prisma

/** Runs a reading statement, over the pool or in a transaction. */
export type Read = <Row>(statement: Prisma.Sql) => Promise<Row[]>

/** What is declared for a cell, and what is known of it. */
export type BoundaryFacts = Omit<Declared, 'telemetry'> &
  Observed & {
    id: string
    revocationSystems: { id: string; name: string }[]
    /** The newest proof of the revocation path, and what it was: a confirmed lease revocation, a confirmed offboarding, a drill. */
    provenBy: 'lease' | 'offboarding' | 'drill' | null
    revocationProof: string | null
    updatedAt: Date
  }

export type MatrixCell = Verdict & {
  class: IdentityClass
  environment: Environment
  /** Identities that fall under it: present, enabled or not, with this environment declared. */
  identities: number
  privileged: number
  boundary: BoundaryFacts | null
}

type Counted = { class: IdentityClass; environment: Environment; identities: number; privileged: number }
type Flat = Omit<BoundaryFacts, 'telemetry'> & {
  class: string
  environment: string
  telemetry: (TelemetrySource & { name: string | null; lastReadAt: string | null })[]
}

/** All cells of the matrix, by class and environment: counted in one scan of the register. */
export async function matrixCells(read: Read, now: Date): Promise<MatrixCell[]> {
  const counted = await read<Counted>(sql`
    SELECT i.class, i.environment, count(*)::int AS identities, (count(*) FILTER (WHERE i.privileged))::int AS privileged FROM identity i
     WHERE i.vanished_at IS NULL AND i.merged_into_id IS NULL AND i.lifecycle <> 'offboarded' AND i.environment IS NOT NULL GROUP BY i.class, i.environment`)
  const boundaries = await boundaryFacts(read)
  const of = <Row extends { class: string; environment: string }>(rows: readonly Row[], identityClass: string, environment: string) =>
    rows.find((row) => row.class === identityClass && row.environment === environment)
  return IDENTITY_CLASSES.flatMap((identityClass) =>
    ENVIRONMENTS.map((environment) => {
      const { identities = 0, privileged = 0 } = of(counted, identityClass, environment) ?? {}
      const { class: _, environment: __, ...boundary } = of(boundaries, identityClass, environment) ?? { class: '', environment: '', id: null }
      const facts = boundary.id === null ? null : (boundary as BoundaryFacts)
      return { class: identityClass, environment, identities, privileged, boundary: facts, ...healthOf(identities, facts, facts, now) }
    }),
  )
}

async function boundaryFacts(read: Read): Promise<(BoundaryFacts & { class: string; environment: string })[]> {
  const rows = await read<Flat>(sql`
    SELECT b.id, b.class, b.environment, b.methods, b.max_ttl_seconds AS "maxTtlSeconds", b.rotation_days AS "rotationDays", b.policy_set AS "policySet", b.revocation_path AS "revocationPath",
           b.revocation_system_ids AS "revocationSystemIds", b.revocation_proof AS "revocationProof", b.updated_at AS "updatedAt", proof.at AS "revocationProvenAt", proof.by AS "provenBy",
           EXISTS (SELECT 1 FROM (SELECT text FROM policy_version ORDER BY version DESC LIMIT 1) p WHERE b.policy_set = 'published' OR strpos(p.text, '@id("' || b.policy_set || '")') > 0) AS "policySetKnown",
           coalesce((SELECT jsonb_agg(jsonb_build_object('systemId', t.source ->> 'systemId', 'maxAgeHours', (t.source ->> 'maxAgeHours')::int, 'name', s.name, 'lastReadAt', s.last_synced_at) ORDER BY t.at)
                       FROM jsonb_array_elements(b.telemetry) WITH ORDINALITY AS t(source, at) LEFT JOIN system s ON s.id = t.source ->> 'systemId'), '[]'::jsonb) AS telemetry,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.name) FROM system s WHERE s.id = ANY (b.revocation_system_ids)), '[]'::jsonb) AS "revocationSystems"
      FROM boundary b LEFT JOIN LATERAL (
        SELECT at, by FROM (
          SELECT max(r.confirmed_at) AS at, 'lease' AS by FROM revocation r JOIN lease l ON l.id = r.lease_id WHERE r.state = 'confirmed' AND l.system_id = ANY (b.revocation_system_ids)
          UNION ALL SELECT max(o.ended_at), 'offboarding' FROM offboarding o JOIN identity i ON i.id = o.identity_id WHERE o.state = 'confirmed' AND i.system_id = ANY (b.revocation_system_ids)
          UNION ALL SELECT b.revocation_proven_at, 'drill'
        ) proofs WHERE at IS NOT NULL ORDER BY at DESC LIMIT 1
      ) proof ON TRUE`)
  return rows.map((row) => ({
    ...row,
    telemetry: row.telemetry.map((source) => ({ ...source, lastReadAt: source.lastReadAt ? new Date(source.lastReadAt) : null })),
  }))
}
