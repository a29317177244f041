import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

export const noPurpose: FindingRule = {
  name: 'no_purpose',
  title: 'No purpose',
  what: 'Nobody has said what this identity is for.',
  why: 'Without a purpose nobody can tell whether what it may do is too much, or whether it is still needed.',
  todo: 'Declare in a sentence what it is for, or offboard it.',
  async detect({ scope }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: { missing: sql`'purpose'::text` },
      points: [{ what: 'Nobody has said what it is for', points: 20 }, ...weightOf(20, 10)],
    })
    return { breaches: sql`SELECT ${columns} FROM ${identities.from} WHERE ${identities.where} AND i.purpose IS NULL`, within: identities.within }
  },
}
