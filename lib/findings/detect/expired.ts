import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

export const expired: FindingRule = {
  name: 'expired',
  title: 'Past its expiry',
  what: 'This identity still works although the date that was set as its end has passed.',
  why: 'Somebody decided that it is not needed any more, and yet whoever holds its credentials still gets in.',
  todo: 'Offboard it. If it is still needed, its owner sets a new expiry and says why.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: { expiredAt: instant(sql`i.expires_at`), lastUsedAt: instant(sql`i.last_used_at`) },
      points: [
        { what: 'Its end has passed, and it still works', points: 45 },
        { what: 'It was used after its end', points: 20, when: sql`i.last_used_at > i.expires_at` },
        ...weightOf(20, 15),
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} WHERE ${identities.where} AND i.expires_at <= ${now}::timestamptz`,
      within: identities.within,
    }
  },
}
