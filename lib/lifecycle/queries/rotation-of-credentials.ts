import type { Context } from '#lib/command/context.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { type Rotation, rotationOf } from '../rotation.rules.ts'

const { sql } = Prisma
const SHOWN = 200

type Row = Parameters<typeof rotationOf>[0] & { id: string; boundaryDays: number | null }
/** By when a credential must be rotated, and the days that are set for it alone. */
export type CredentialRotation = Rotation & { id: string; own: number | null }

/** By when each credential of an identity must be rotated, by credential id, in the order of the identity's page. */
export async function rotationOfCredentials({ pool, actor, now }: Context, identityId: string): Promise<Record<string, CredentialRotation>> {
  const { rows } = await pool.query<Row>(sql`
    SELECT c.id, c.kind, c.enabled, c.rotation_days AS "rotationDays", c.last_rotated_at AS "lastRotatedAt", c.source_created_at AS "sourceCreatedAt", c.first_seen_at AS "firstSeenAt",
           c.vanished_at AS "vanishedAt", b.rotation_days AS "boundaryDays"
      FROM credential c JOIN identity i ON i.id = c.identity_id LEFT JOIN boundary b ON b.class = i.class AND b.environment = i.environment
     WHERE i.id = ${identityId} AND ${visibleIdentities(actor)} ORDER BY c.vanished_at IS NOT NULL, c.kind, c.external_id LIMIT ${SHOWN}`)
  return Object.fromEntries(
    rows.map(({ id, boundaryDays, ...credential }) => [id, { id, own: credential.rotationDays, ...rotationOf(credential, boundaryDays, now) }]),
  )
}
