import { Prisma } from '#lib/db/generated/client.ts'
import { type Point, pointsOf } from './points.ts'

const { sql } = Prisma

type Columns = {
  /** Unique within the rule. */
  subject: Prisma.Sql
  identity?: Prisma.Sql
  credential?: Prisma.Sql
  exposure?: Prisma.Sql
  system?: Prisma.Sql
  boundary?: Prisma.Sql
  /** Facts by name. Only what changes when the matter changes: an age would make every row new every day, a date does not. */
  evidence: Readonly<Record<string, Prisma.Sql>>
  points: readonly Point[]
}

const NOTHING = sql`NULL::text`

/** The select list of a rule's statement. */
export function findingColumns({ subject, identity, credential, exposure, system, boundary, evidence, points }: Columns): Prisma.Sql {
  const { score, arithmetic } = pointsOf(points)
  const facts = Prisma.join(Object.entries(evidence).map(([name, value]) => sql`${name}::text, ${value}`))
  return sql`${subject} AS subject_key, ${identity ?? NOTHING} AS identity_id, ${credential ?? NOTHING} AS credential_id, ${exposure ?? NOTHING} AS exposure_id,
    ${system ?? NOTHING} AS system_id, ${boundary ?? NOTHING} AS boundary_id, jsonb_strip_nulls(jsonb_build_object(${facts})) AS evidence, ${score} AS score, ${arithmetic} AS arithmetic`
}

/** An instant as it stands in evidence: RFC 3339 in UTC, whatever the session's time zone. */
export const instant = (column: Prisma.Sql): Prisma.Sql => sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
