import { beforeAll, describe, expect, test } from 'vitest'
import { encodeCursor } from '#lib/core/page.ts'
import { contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aLargeEstate } from '#lib/testing/large-estate.ts'
import { exportIdentities } from '../queries.ts'
import { IDENTITY_SORTS, IdentityFilter, type IdentitySort } from '../schemas.ts'
import { matchingIdentities } from './filter-sql.ts'
import { walkIdentities } from './walk-identities.ts'

const { db, pool } = await testData()
const auditor = someone('auditor')

// More than are materialised, so that orders by group go both ways
beforeAll(() => aLargeEstate(pool, 2_400))

/** What each order means, written out: nulls last both ways, the id ends it. */
const ORDERS: Record<IdentitySort, string> = {
  name: 'i.name DIR, i.id DIR',
  class: 'i.class DIR, i.name DIR, i.id DIR',
  system: 's.name DIR, i.name DIR, i.id DIR',
  owner: 'u.name DIR NULLS LAST, u.id DIR NULLS LAST, i.name DIR, i.id DIR',
  expiresAt: 'i.expires_at DIR NULLS LAST, i.id DIR',
  lastUsedAt: 'i.last_used_at DIR NULLS LAST, i.id DIR',
  firstSeenAt: 'i.first_seen_at DIR, i.id DIR',
}

const CASES = IDENTITY_SORTS.flatMap((sort) =>
  (['asc', 'desc'] as const).flatMap((dir) => [
    { sort, dir, search: {}, of: 'everything', where: 'TRUE' },
    { sort, dir, search: { q: 'deploy' }, of: 'few', where: `i.search_text LIKE '%deploy%'` },
  ]),
)

async function expectedIds(sort: IdentitySort, dir: string, where: string): Promise<string[]> {
  const order = ORDERS[sort].replaceAll('DIR', dir)
  const { rows } = await pool.query<{ id: string }>(
    `SELECT i.id FROM identity i JOIN system s ON s.id = i.system_id LEFT JOIN app_user u ON u.id = i.owner_id WHERE i.vanished_at IS NULL AND ${where} ORDER BY ${order}`,
  )
  return rows.map(({ id }) => id)
}

describe.each(CASES)('$of by $sort $dir', ({ sort, dir, search, where }) => {
  const filter = IdentityFilter.parse({ sort, dir, ...search })
  const page = (cursor: string | undefined) => walkIdentities(pool, matchingIdentities(auditor, filter, NOW), { ...filter, cursor }, 211)

  test('walking to the end and back meets every row once, in order', async () => {
    const expected = await expectedIds(sort, dir, where)
    expect(expected.length).toBeGreaterThan(300)
    const forward: string[][] = []
    let current = await page(undefined)
    expect(current.previous).toBeNull()
    for (;;) {
      forward.push(current.rows.map(({ id }) => id))
      if (!current.next) break
      current = await page(current.next)
    }
    expect(forward.flat()).toEqual(expected)

    const backward: string[][] = [current.rows.map(({ id }) => id)]
    while (current.previous) {
      current = await page(current.previous)
      expect(current.next).not.toBeNull()
      backward.unshift(current.rows.map(({ id }) => id))
    }
    expect(backward.flat()).toEqual(expected)
  })

  test('the download has the same rows in the same order', async () => {
    const lines: string[] = []
    for await (const line of await exportIdentities(contextFor({ db, pool }, auditor), { ...filter, cols: ['id'] })) lines.push(line)
    expect(lines.slice(1).map((line) => line.trimEnd().split(',').at(-1))).toEqual(await expectedIds(sort, dir, where))
  })
})

test.each([
  ['of another order', encodeCursor({ side: 'after', values: ['payroll', 'x', 'y'], id: 'nhi_1' })],
  ['with a date that is none', encodeCursor({ side: 'after', values: ['2026-99-99T00:00:00.000Z'], id: 'nhi_1' })],
  ['with a number', encodeCursor({ side: 'before', values: [7], id: 'nhi_1' })],
  ['with NUL', encodeCursor({ side: 'after', values: ['2026-01-01T00:00:00.000Z'], id: '\u0000' })],
  ['that is noise', 'noise'],
])('a cursor %s starts at the first page', async (_, cursor) => {
  const filter = IdentityFilter.parse({ sort: 'firstSeenAt', cursor })
  const { rows, previous } = await walkIdentities(pool, matchingIdentities(auditor, filter, NOW), filter, 5)
  expect(rows.map(({ id }) => id)).toEqual((await expectedIds('firstSeenAt', 'asc', 'TRUE')).slice(0, 5))
  expect(previous).toBeNull()
})
