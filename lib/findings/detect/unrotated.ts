import { DEFAULT_ROTATION_DAYS } from '#lib/lifecycle/rotation.rules.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { ENVIRONMENT, identitiesIn, PRINCIPAL, weightOf } from './identities.ts'

const { sql } = Prisma

/** The same arithmetic as `rotationOf` in lib/lifecycle/rotation.rules.ts, over sets. */
const SINCE = sql`coalesce(c.last_rotated_at, c.source_created_at, c.first_seen_at)`
const LIMIT = sql`coalesce(c.rotation_days, b.rotation_days, ${DEFAULT_ROTATION_DAYS}::int)`

export const unrotated: FindingRule = {
  name: 'unrotated',
  title: 'Not rotated in time',
  what: 'A credential of this identity is older than it may become.',
  why: 'The longer a secret lives, the more copies of it there are, and the longer a stolen one works.',
  todo: 'Rotate the credential at its source; better, replace it by short-lived access. The next reading of the source closes this.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope, { views: true })
    if (!identities) return null
    const olderThan = (times: number) => sql`${SINCE} <= ${now}::timestamptz - make_interval(hours => 24 * ${times}::int * ${LIMIT})`
    const columns = findingColumns({
      subject: sql`c.id`,
      identity: PRINCIPAL,
      credential: sql`c.id`,
      system: sql`i.system_id`,
      evidence: {
        credential: sql`c.kind`,
        fingerprint: sql`c.fingerprint`,
        lastRotatedAt: instant(sql`c.last_rotated_at`),
        madeAt: instant(sql`c.source_created_at`),
        firstSeenAt: sql`CASE WHEN c.last_rotated_at IS NULL AND c.source_created_at IS NULL THEN ${instant(sql`c.first_seen_at`)} END`,
        limitDays: LIMIT,
        limitFrom: sql`CASE WHEN c.rotation_days IS NOT NULL THEN 'the credential itself' WHEN b.rotation_days IS NOT NULL THEN 'the trust boundary' ELSE 'the default' END`,
      },
      points: [
        { what: 'As old as it may become, or older', points: 30 },
        { what: 'Twice as old', points: 10, when: olderThan(2) },
        { what: 'Four times as old', points: 15, when: olderThan(4) },
        ...weightOf(20, 15),
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} JOIN credential c ON c.identity_id = i.id LEFT JOIN boundary b ON b.class = i.class AND b.environment = ${ENVIRONMENT}
        WHERE ${identities.where} AND c.enabled AND c.vanished_at IS NULL AND c.kind <> 'federated_trust' AND (c.expires_at IS NULL OR c.expires_at > ${now}::timestamptz) AND ${olderThan(1)}`,
      within: identities.within,
    }
  },
}
