import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

export const orphaned: FindingRule = {
  name: 'orphaned',
  title: 'No owner',
  what: 'Nobody who is still here answers for this identity.',
  why: 'What nobody answers for is never reviewed, rotated or switched off, and nobody is asked when it misbehaves.',
  todo: 'Assign an owner who is active here, or offboard the identity.',
  async detect({ scope }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: {
        ownerWhoLeft: sql`u.name`,
        ownerLeftAt: instant(sql`u.left_at`),
        team: sql`(SELECT t.name FROM team t WHERE t.id = coalesce(i.team_id, s.team_id))`,
        backups: sql`nullif(cardinality(i.backup_ids), 0)`,
      },
      points: [
        { what: 'Nobody answers for it', points: 40 },
        { what: 'No team and no backup stands in', points: 10, when: sql`i.team_id IS NULL AND s.team_id IS NULL AND cardinality(i.backup_ids) = 0` },
        ...weightOf(25, 15),
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} LEFT JOIN app_user u ON u.id = i.owner_id WHERE ${identities.where} AND (i.owner_id IS NULL OR NOT u.active)`,
      within: identities.within,
    }
  },
}
