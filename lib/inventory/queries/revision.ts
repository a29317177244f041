import { Prisma } from '#lib/db/generated/client.ts'

/**
 * What people had declared of an identity (alias `i`) when a form was loaded, as one short text: owner, purpose, environment, expiry, backups, team, sponsor.
 * A change that names it is refused when somebody changed one of them meanwhile; a discovery in between is no reason to refuse.
 */
export const REVISION = Prisma.sql`left(md5(jsonb_build_array(i.owner_id, i.purpose, i.environment, extract(epoch FROM i.expires_at), i.backup_ids, i.team_id, i.sponsor_id)::text), 16)`
