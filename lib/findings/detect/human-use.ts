import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { identitiesIn, PRINCIPAL, weightOf } from './identities.ts'

const { sql } = Prisma

const WINDOW_DAYS = 30
/** What only a person at a screen does, as systems name it in their logs (`ConsoleLogin`, `logon.interactive`). */
const MARKS = '(console.?log.?[io]n|console.?sign.?in|interactive|remote.?desktop|(^|[^a-z])rdp([^a-z]|$))'

export const humanUse: FindingRule = {
  name: 'human_use',
  title: 'Used by a person',
  what: 'Somebody worked interactively with an identity that is meant for machines.',
  why: 'What a person does under the name of a machine cannot be laid to anybody, and escapes the second factor.',
  todo: 'Find out who it was, give them an account or just-in-time access of their own, and rotate the credential.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope, { views: true })
    if (!identities) return null
    const since = shift(now, -WINDOW_DAYS * DAY)
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: PRINCIPAL,
      system: sql`i.system_id`,
      evidence: {
        events: sql`seen.events`,
        firstAt: instant(sql`seen.first_at`),
        lastAt: instant(sql`seen.last_at`),
        actions: sql`to_jsonb(seen.actions)`,
        addresses: sql`to_jsonb(seen.addresses)`,
        windowDays: sql`${WINDOW_DAYS}::int`,
      },
      points: [
        { what: 'A person used it interactively', points: 50 },
        { what: 'On three days or more', points: 15, when: sql`seen.days >= 3` },
        ...weightOf(20, 15),
      ],
    })
    // One pass over the window of activity for a large scope, the index on identity and time for a small one: the planner chooses.
    return {
      breaches: sql`SELECT ${columns} FROM ${identities.from} JOIN (
          SELECT e.identity_id, count(*)::int AS events, count(DISTINCT (e.at AT TIME ZONE 'UTC')::date) AS days, min(e.at) AS first_at, max(e.at) AS last_at,
                 (array_agg(DISTINCT e.action))[1:5] AS actions, (array_agg(DISTINCT e.source_address) FILTER (WHERE e.source_address IS NOT NULL))[1:5] AS addresses
            FROM activity_event e WHERE e.at >= ${since}::timestamptz AND e.at <= ${now}::timestamptz AND e.outcome <> 'failure' AND e.action ~* ${MARKS} ${onlyOf(scope)} GROUP BY e.identity_id
        ) seen ON seen.identity_id = i.id WHERE ${identities.where} AND i.class <> 'human_admin'`,
      within: identities.within,
    }
  },
}

function onlyOf(scope: Parameters<typeof identitiesIn>[0]): Prisma.Sql {
  if ('identityIds' in scope) return sql`AND e.identity_id = ANY(${[...scope.identityIds]}::text[])`
  if ('systemId' in scope) return sql`AND e.system_id = ${scope.systemId}`
  return Prisma.empty
}
