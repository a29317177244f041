import { Prisma } from '#lib/db/generated/client.ts'

/**
 * Joins `n(id, because)`: who is asked to take over identity `i` of system `s`, and why. The first active backup; else the lead of its team; else the
 * owner of its system; else the lead of the system's team. No row when nobody is left to ask: then an admin decides.
 */
export const NOMINEE = Prisma.sql`LEFT JOIN LATERAL (
    SELECT c.id, c.because FROM (
      SELECT u.id, 'backup of the owner' AS because, 1 AS rank, b.place FROM unnest(i.backup_ids) WITH ORDINALITY b(id, place) JOIN app_user u ON u.id = b.id AND u.active
      UNION ALL SELECT u.id, 'lead of its team ' || t.name, 2, 0 FROM team t JOIN app_user u ON u.id = t.lead_id AND u.active WHERE t.id = i.team_id
      UNION ALL SELECT u.id, 'owner of the system ' || s.name, 3, 0 FROM app_user u WHERE u.id = s.owner_id AND u.active
      UNION ALL SELECT u.id, 'lead of the team of ' || s.name, 4, 0 FROM team t JOIN app_user u ON u.id = t.lead_id AND u.active WHERE t.id = s.team_id
    ) c ORDER BY c.rank, c.place LIMIT 1) n ON TRUE`

/** What stands in place of a reason where nobody is asked. */
export const NOBODY_LEFT = 'nobody is left to ask: an admin decides'
