import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { ENVIRONMENT, identitiesIn, PRINCIPAL } from './identities.ts'

const { sql } = Prisma

const WINDOW_DAYS = 90

/** When a person last declared something about it: an admin or its owner, never a job. */
const LAST_REVIEW = sql`LATERAL (SELECT max(a.at) AS at FROM audit_entry a
   WHERE a.entity = 'identity' AND a.entity_id = ${PRINCIPAL} AND (starts_with(a.action, 'ownership.') OR starts_with(a.action, 'inventory.correct')) AND starts_with(a.actor, 'user:')) review`

export const privilegedUnreviewed: FindingRule = {
  name: 'privileged_unreviewed',
  title: 'Privileged and not reviewed',
  what: 'Nobody has looked at this privileged identity in 90 days.',
  why: 'Privilege that nobody looks at grows and is never taken back.',
  todo: 'Check what it may do against what it is for, then declare its owner, purpose or expiry anew, with the reason.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope, { views: true })
    if (!identities) return null
    const since = shift(now, -WINDOW_DAYS * DAY)
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: PRINCIPAL,
      system: sql`i.system_id`,
      evidence: {
        privilegedBecause: sql`i.privileged_reason`,
        lastReviewedAt: instant(sql`review.at`),
        reviewWindowDays: sql`${WINDOW_DAYS}::int`,
        whatCounts: sql`'A person declared or confirmed its owner, purpose, environment or expiry. No campaign has attested it.'::text`,
      },
      points: [
        { what: 'It is privileged, and nobody looked at it in 90 days', points: 40 },
        { what: 'Nobody has ever looked at it', points: 15, when: sql`review.at IS NULL` },
        { what: 'Nobody answers for it', points: 15, when: sql`(SELECT k.owner_id FROM identity k WHERE k.id = ${PRINCIPAL}) IS NULL` },
        { what: 'It runs in production', points: 15, when: sql`${ENVIRONMENT} = 'production'` },
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} CROSS JOIN ${LAST_REVIEW} WHERE ${identities.where} AND i.privileged
        AND NOT EXISTS (SELECT FROM identity k WHERE k.id = i.merged_into_id AND k.privileged) AND (review.at IS NULL OR review.at < ${since}::timestamptz)`,
      within: identities.within,
    }
  },
}
