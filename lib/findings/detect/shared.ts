import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule, FindingScope } from './detection.ts'
import { findingColumns } from './finding-columns.ts'
import { ENVIRONMENT, identitiesIn, PRINCIPAL, weightOf } from './identities.ts'

const { sql } = Prisma
type Identities = NonNullable<ReturnType<typeof identitiesIn>>

const WINDOW_DAYS = 7
const MANY_ADDRESSES = 5

export const shared: FindingRule = {
  name: 'shared',
  title: 'Shared',
  what: 'Several workloads use the same identity or the same credential.',
  why: 'What one of them does cannot be told from what another does, and a rotation or an end for one breaks all, so that it never happens.',
  todo: 'Give each workload an identity of its own, then rotate what they shared.',
  async detect({ scope, now }) {
    const identities = identitiesIn(scope, { views: true })
    if (!identities) return null
    const breaches = [byCredential(identities, scope), byStatement(identities), byAddresses(identities, scope, shift(now, -WINDOW_DAYS * DAY), now)]
    return { breaches: Prisma.join(breaches, ' UNION ALL '), within: identities.within }
  },
}

/** The same fingerprint on several identities. What others there are is counted, not named: who may see this one may not see those. */
function byCredential({ from, where }: Identities, scope: FindingScope): Prisma.Sql {
  const usable = sql`enabled AND vanished_at IS NULL AND fingerprint IS NOT NULL AND kind <> 'federated_trust'`
  const fingerprints =
    'identityIds' in scope
      ? sql`SELECT fingerprint FROM credential WHERE identity_id = ANY(${[...scope.identityIds]}::text[]) AND ${usable}`
      : sql`SELECT fingerprint FROM credential WHERE ${usable} GROUP BY fingerprint HAVING count(*) > 1`
  const columns = findingColumns({
    subject: sql`c.id`,
    identity: PRINCIPAL,
    credential: sql`c.id`,
    system: sql`i.system_id`,
    evidence: {
      how: sql`'The same credential on several identities'::text`,
      credential: sql`c.kind`,
      fingerprint: sql`c.fingerprint`,
      otherIdentities: sql`other.identities`,
      otherSystems: sql`other.systems`,
    },
    points: [
      { what: 'The same credential belongs to several identities', points: 40 },
      { what: 'They run in different environments', points: 20, when: sql`other.elsewhere` },
      ...weightOf(20, 15),
    ],
  })
  return sql`SELECT ${columns} FROM ${from} JOIN credential c ON c.identity_id = i.id AND c.enabled AND c.vanished_at IS NULL AND c.kind <> 'federated_trust' AND c.fingerprint IN (${fingerprints})
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT coalesce(m.merged_into_id, m.id))::int AS identities, count(DISTINCT m.system_id)::int AS systems, bool_or(coalesce(m.environment, ms.environment) <> ${ENVIRONMENT}) AS elsewhere
        FROM credential o JOIN identity m ON m.id = o.identity_id JOIN system ms ON ms.id = m.system_id
       WHERE o.fingerprint = c.fingerprint AND coalesce(m.merged_into_id, m.id) <> ${PRINCIPAL} AND o.enabled AND o.vanished_at IS NULL
         AND m.enabled AND m.vanished_at IS NULL AND m.lifecycle = 'active'
    ) other WHERE ${where} AND other.identities > 0`
}

/** Its source says itself who uses it. */
function byStatement({ from, where }: Identities): Prisma.Sql {
  const columns = findingColumns({
    subject: sql`i.id || '/workloads'`,
    identity: PRINCIPAL,
    system: sql`i.system_id`,
    evidence: { how: sql`'Its source names several users of it'::text`, usedBy: sql`i.details -> 'usedBy'` },
    points: [{ what: 'Its source names several workloads that use it', points: 35 }, ...weightOf(20, 15)],
  })
  return sql`SELECT ${columns} FROM ${from} WHERE ${where} AND jsonb_array_length(CASE WHEN jsonb_typeof(i.details -> 'usedBy') = 'array' THEN i.details -> 'usedBy' ELSE '[]'::jsonb END) > 1`
}

/** Many addresses in few days. Only a sign: one workload may move between addresses, so it weighs less. */
function byAddresses({ from, where }: Identities, scope: FindingScope, since: Date, now: Date): Prisma.Sql {
  const only =
    'identityIds' in scope
      ? sql`AND e.identity_id = ANY(${[...scope.identityIds]}::text[])`
      : 'systemId' in scope
        ? sql`AND e.system_id = ${scope.systemId}`
        : Prisma.empty
  const columns = findingColumns({
    subject: sql`i.id || '/addresses'`,
    identity: PRINCIPAL,
    system: sql`i.system_id`,
    evidence: {
      how: sql`'Seen from many addresses. It may be one workload that moves between them.'::text`,
      addresses: sql`seen.addresses`,
      examples: sql`to_jsonb(seen.examples)`,
      windowDays: sql`${WINDOW_DAYS}::int`,
    },
    points: [{ what: `Used from ${MANY_ADDRESSES} addresses or more within ${WINDOW_DAYS} days`, points: 20 }, ...weightOf(15, 10)],
  })
  return sql`SELECT ${columns} FROM ${from} JOIN (
      SELECT e.identity_id, count(DISTINCT e.source_address)::int AS addresses, (array_agg(DISTINCT e.source_address))[1:5] AS examples FROM activity_event e
       WHERE e.at >= ${since}::timestamptz AND e.at <= ${now}::timestamptz AND e.outcome <> 'failure' AND e.source_address IS NOT NULL ${only}
       GROUP BY e.identity_id HAVING count(DISTINCT e.source_address) >= ${MANY_ADDRESSES}::int
    ) seen ON seen.identity_id = i.id WHERE ${where} AND i.class = 'service_account'`
}
