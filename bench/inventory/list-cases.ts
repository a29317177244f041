/** A page of the inventory as somebody asks for it, and the best statement that a person would write for just that: placeholders `$1` now, `$2` the owner, `$3` the system. */
export type ListCase = { name: string; filter: Record<string, unknown>; where: string }
export type Ids = { ownerId: string; systemId: string; teamId: string }

const PRESENT = 'i.vanished_at IS NULL AND i.merged_into_id IS NULL'

/** Eight filters that people work with. */
export function listCases({ ownerId, systemId, teamId }: Ids): ListCase[] {
  return [
    { name: 'everything', filter: {}, where: PRESENT },
    { name: 'orphans', filter: { owner: 'nobody' }, where: `${PRESENT} AND i.owner_id IS NULL` },
    {
      name: 'privileged orphans in production',
      filter: { owner: 'nobody', privileged: 'yes', environment: 'production' },
      where: `${PRESENT} AND i.owner_id IS NULL AND i.privileged AND i.environment = 'production'`,
    },
    { name: 'of one owner', filter: { owner: ownerId }, where: `${PRESENT} AND i.owner_id = '${ownerId}'` },
    { name: 'of one system', filter: { system: systemId }, where: `${PRESENT} AND i.system_id = '${systemId}'` },
    {
      name: 'orphans of one team',
      filter: { team: teamId, owner: 'nobody' },
      where: `${PRESENT} AND i.owner_id IS NULL AND (i.team_id = '${teamId}' OR (i.team_id IS NULL AND i.system_id IN (SELECT id FROM system WHERE team_id = '${teamId}')))`,
    },
    {
      name: 'expiring within 30 days',
      filter: { expiry: '30d' },
      where: `${PRESENT} AND i.expires_at > $1::timestamptz AND i.expires_at <= $1::timestamptz + interval '30 days'`,
    },
    {
      name: 'not seen in 90 days',
      filter: { lastUsed: 'not-90d' },
      where: `${PRESENT} AND i.last_use_known <> 'unknown' AND (i.last_used_at IS NULL OR i.last_used_at < $1::timestamptz - interval '90 days')`,
    },
  ]
}

export const SORTS = [
  { sort: 'name', order: 'i.name, i.id' },
  { sort: 'expiresAt', order: 'i.expires_at, i.id' },
  { sort: 'lastUsedAt', dir: 'desc', order: 'i.last_used_at DESC NULLS LAST, i.id DESC' },
] as const

/** Nothing; a word that some twenty rows have; a word that a sixth of all have. */
export const SEARCHES = ['', 'deploy-4711', 'payroll'] as const

const COLUMNS = `i.id, i.external_id, i.name, i.class, s.id, s.name, i.environment, u.id, u.name, i.purpose, i.expires_at, i.last_used_at, i.last_use_known, i.privileged, i.governed, i.enabled,
  i.first_seen_at, i.vanished_at, (SELECT count(*) FROM credential c WHERE c.identity_id = i.id AND c.vanished_at IS NULL), (SELECT count(*) FROM entitlement e WHERE e.identity_id = i.id AND e.vanished_at IS NULL)`
const JOINS = 'JOIN system s ON s.id = i.system_id LEFT JOIN app_user u ON u.id = i.owner_id'

/** Two ways in which somebody would write the statement by hand: along the order's index, and by collecting the matches first. The faster of the two is the limit. */
export function byHand(where: string, order: string, search: string): { text: string; usesNow: boolean }[] {
  const condition = search ? `${where} AND i.search_text LIKE '%${search}%'` : where
  const along = `SELECT ${COLUMNS} FROM (SELECT i.* FROM identity i WHERE ${condition} ORDER BY ${order} LIMIT 51) i ${JOINS} ORDER BY ${order}`
  const collected = `WITH found AS MATERIALIZED (SELECT i.* FROM identity i WHERE ${condition}) SELECT ${COLUMNS} FROM (SELECT i.* FROM found i ORDER BY ${order} LIMIT 51) i ${JOINS} ORDER BY ${order}`
  return [along, collected].map((text) => ({ text, usesNow: text.includes('$1') }))
}
