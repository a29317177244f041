import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { contextFor, NOW, someone, testData, worker } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { type Explained, explainedPool, rowsScanned } from '#lib/testing/plans.ts'
import { deriveFindings } from './derive-findings.ts'
import { FINDING_RULES } from './detect/all-rules.ts'
import { countFindings, findingsOfIdentity, listFindings, showFinding } from './queries.ts'
import { RULE_NAMES } from './rules.ts'

const { db, pool } = await testData()
const auditor = someone('auditor')
const identityId = `nhi_${'11'.padStart(26, '0')}`
let owner: Actor
let ids: { ownerId: string; systemId: string }

beforeAll(async () => {
  ids = await aLargeEstate(pool, 20_000)
  owner = { kind: 'user', userId: ids.ownerId, name: 'Person 7', roles: ['owner'] }
  await pool.query({
    text: `INSERT INTO credential (id, identity_id, external_id, kind, fingerprint, enabled, source_created_at, last_use_known, first_seen_at)
      SELECT 'crd_' || lpad(n::text, 26, '0'), 'nhi_' || lpad(n::text, 26, '0'), 'key', 'api_key', 'sha256:' || n % 19000, true, $1::timestamptz - (n % 300) * interval '1 day', 'unknown', $1 FROM generate_series(1, 20000) n`,
    values: [NOW],
  })
  await deriveFindings(contextFor({ db, pool }, worker('findings.derive')), { all: true })
  await pool.query(Prisma.sql`ANALYZE`)
}, 300_000)

const FILTERS: Record<string, () => Record<string, unknown>> = {
  everything: () => ({}),
  'of one rule': () => ({ rule: 'stale' }),
  'of two rules': () => ({ rule: ['expired', 'no_purpose'] }),
  'of low severity': () => ({ severity: 'low' }),
  'of a system': () => ({ system: ids.systemId }),
  'of one owner': () => ({ owner: ids.ownerId }),
  'of a class': () => ({ class: 'service_account' }),
}
const TABLES = ['finding', 'identity', 'credential', 'audit_entry']

async function plansOf(actor: Actor, run: (context: ReturnType<typeof contextFor>) => Promise<unknown>): Promise<Explained[]> {
  const { pool: watched, explained } = explainedPool(pool)
  await run(contextFor({ db, pool: watched }, actor))
  return explained
}

describe.each(Object.entries(FILTERS))('the list of %s', (_, filter) => {
  test.each([
    ['an auditor', () => auditor],
    ['an owner', () => owner],
  ])('reads no table from end to end for %s', async (__, actor) => {
    const plans = await plansOf(actor(), async (context) => {
      const { next } = await listFindings(context, filter())
      if (next) await listFindings(context, { ...filter(), cursor: next })
    })
    for (const plan of plans) for (const table of TABLES) expect(rowsScanned(plan, table), `${table}: ${plan.text}`).toBe(0)
  })
})

test('a finding, and those of an identity, are found by index', async () => {
  const plans = await plansOf(auditor, async (context) => {
    const [first] = await findingsOfIdentity(context, { identityId })
    await showFinding(context, { id: first?.id })
  })
  expect(plans.length).toBeGreaterThan(2)
  for (const plan of plans) for (const table of TABLES) expect(rowsScanned(plan, table), `${table}: ${plan.text}`).toBeLessThan(10)
})

test('counting stops at its cap', async () => {
  for (const plan of await plansOf(auditor, (context) => countFindings(context, {}))) expect(rowsScanned(plan, 'finding'), plan.text).toBe(0)
})

test.each(RULE_NAMES)('%s looks only at the identities that it was asked about', async (name) => {
  const { pool: watched, explained } = explainedPool(pool)
  const read = async <Row>(statement: Prisma.Sql) => (await watched.query(statement)).rows as Row[]
  const detection = await FINDING_RULES[name].detect({ scope: { identityIds: [identityId] }, now: NOW, read })
  if (!detection) return
  await watched.query(detection.breaches)
  await watched.query(Prisma.sql`SELECT 1 FROM finding f WHERE f.rule = ${name} AND f.state IN ('open', 'accepted', 'snoozed') AND (${detection.within})`)
  for (const plan of explained) for (const table of [...TABLES, 'exposure']) expect(rowsScanned(plan, table), `${table}: ${plan.text}`).toBeLessThan(100)
})

test('the scores of all findings are the sums of their arithmetic', async () => {
  const { rows } = await pool.query<{ rule: string; findings: number; wrong: number }>(Prisma.sql`
    SELECT rule, count(*)::int AS findings, (count(*) FILTER (WHERE score <> (SELECT sum((line ->> 'points')::int) FROM jsonb_array_elements(arithmetic) line)))::int AS wrong FROM finding GROUP BY rule`)
  expect(rows.length).toBeGreaterThan(7)
  for (const { rule, wrong } of rows) expect(wrong, rule).toBe(0)
})
