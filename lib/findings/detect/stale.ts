import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

const WINDOW_DAYS = 90
const LONG_DAYS = 365

/** Since when nothing was seen of it: its last use, else when it was made as far as anybody knows. */
const QUIET_SINCE = sql`coalesce(i.last_used_at, i.source_created_at, i.first_seen_at)`
/** Until when its source was read: what was not read cannot have shown a use. */
const OBSERVED_UNTIL = sql`coalesce(s.last_synced_at, i.last_seen_at)`

export const stale: FindingRule = {
  name: 'stale',
  title: 'Not used',
  what: 'No use of this identity was seen in 90 days by a source that would have seen one.',
  why: 'An account that nobody uses is missed by nobody when it is stolen, and its privileges serve no purpose.',
  todo: 'Ask its owner whether it is still needed; offboard it if not. Offboarding disables it first, so that a mistake can be undone.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const longAgo = shift(now, -LONG_DAYS * DAY)
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: {
        lastUsedAt: instant(sql`i.last_used_at`),
        quietSince: instant(QUIET_SINCE),
        observationWindowDays: sql`${WINDOW_DAYS}::int`,
        observedBy: sql`CASE i.last_use_known WHEN 'exact' THEN 'its source, which records every use' ELSE 'logs and live sessions: not seen in ' || ${WINDOW_DAYS}::text || ' days of them' END`,
      },
      points: [
        { what: `Not seen in ${WINDOW_DAYS} days`, points: 30 },
        { what: 'No use of it is on record at all', points: 5, when: sql`i.last_used_at IS NULL` },
        { what: 'Quiet for more than a year', points: 15, when: sql`${QUIET_SINCE} < ${longAgo}::timestamptz` },
        ...weightOf(25, 15),
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} WHERE ${identities.where} AND i.last_use_known <> 'unknown'
        AND ${QUIET_SINCE} < least(${now}::timestamptz, ${OBSERVED_UNTIL}) - make_interval(hours => 24 * ${WINDOW_DAYS}::int)`,
      within: identities.within,
    }
  },
}
