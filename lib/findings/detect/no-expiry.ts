import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

export const noExpiry: FindingRule = {
  name: 'no_expiry',
  title: 'No expiry',
  what: 'This identity has no end date.',
  why: 'What has no end stays for ever, long after the need for it is gone.',
  todo: 'Set an expiry, 400 days ahead at most. Its owner can renew it then.',
  async detect({ scope }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: { missing: sql`'expiry'::text`, endsAtTheSource: instant(sql`i.source_expires_at`) },
      points: [{ what: 'It has no end', points: 20 }, ...weightOf(20, 10)],
    })
    return { breaches: sql`SELECT ${columns} FROM ${identities.from} WHERE ${identities.where} AND i.expires_at IS NULL`, within: identities.within }
  },
}
