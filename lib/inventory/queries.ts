import { query } from '#lib/command/query.ts'
import type { Page } from '#lib/core/page.ts'
import type { HistoryItem } from './history.rules.ts'
import { countMatching } from './queries/count-matching.ts'
import { identityLines } from './queries/export-identities.ts'
import { matchingIdentities } from './queries/filter-sql.ts'
import { identityHistory } from './queries/identity-history.ts'
import type { IdentityRow } from './queries/identity-row.ts'
import { credentialsOf, entitlementsOf, loadIdentity } from './queries/load-identity.ts'
import { accessHits, identityHits, type SearchHit, systemHits } from './queries/search-hits.ts'
import { mergesOf } from './queries/merges-of.ts'
import { walkIdentities } from './queries/walk-identities.ts'
import { COUNT_CAP } from './rules.ts'
import { IdentityById, IdentityFilter, SearchEverything } from './schemas.ts'

const PAGE_SIZE = 50

/** A page of the inventory under a filter. */
export const listIdentities = query({
  permission: 'inventory.read',
  input: IdentityFilter,
  async run({ pool, actor, now }, filter): Promise<Page<IdentityRow>> {
    return walkIdentities(pool, matchingIdentities(actor, filter, now), filter, PAGE_SIZE)
  },
})

/** How many identities the filter leaves, counted up to 1,000: see `countInWords`. */
export const countIdentities = query({
  permission: 'inventory.read',
  input: IdentityFilter,
  async run({ pool, actor, now }, filter) {
    return countMatching(pool, matchingIdentities(actor, filter, now), COUNT_CAP)
  },
})

/** The filter's rows on all pages as lines of CSV, in the order and with the columns of the screen. Read it to the end or stop early: either frees its connection. */
export const exportIdentities = query({
  permission: 'inventory.read',
  input: IdentityFilter,
  async run(context, filter) {
    return identityLines(context, filter)
  },
})

/** Everything about one identity but its activity. Throws `not_found` for one that this actor may not see. */
export const showIdentity = query({
  permission: 'inventory.read',
  input: IdentityById,
  async run(context, { id }) {
    const identity = await loadIdentity(context, id)
    const [credentials, entitlements, merges, history] = await Promise.all([
      credentialsOf(context, identity.id),
      entitlementsOf(context, identity.id),
      mergesOf(context, identity.id),
      identityHistory(context.pool, identity.id),
    ])
    const firstSeen: HistoryItem = {
      id: 'first-seen',
      at: identity.firstSeenAt,
      who: 'Discovery',
      action: 'discovery',
      reason: null,
      changes: [`first seen on ${identity.system.name}`],
    }
    return { identity, credentials, entitlements, merges, history: [...history, firstSeen].toSorted((one, other) => other.at.getTime() - one.at.getTime()) }
  },
})

/** What the command palette finds for a text of two characters or more, at most eight of each kind. */
export const searchEverything = query({
  permission: 'inventory.read',
  input: SearchEverything,
  async run(context, { q }): Promise<SearchHit[]> {
    if (q.length < 2) return []
    const hits = await Promise.all([identityHits(context, q), systemHits(context, q), accessHits(context, q)])
    return hits.flat()
  },
})
