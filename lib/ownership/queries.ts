import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { UserId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { matchingIdentities } from '#lib/inventory/queries/filter-sql.ts'
import { loadIdentity } from '#lib/inventory/queries/load-identity.ts'
import { walkIdentities } from '#lib/inventory/queries/walk-identities.ts'
import { IdentityById, IdentityFilter } from '#lib/inventory/schemas.ts'
import { type Preview, previewOf } from './preview-assignment.ts'
import { mayDeclare, mayDisable, maySteward, mayTakeOver } from './rules.ts'
import { Identities, PreviewAssignment } from './schemas.ts'
import { findParties } from './store.ts'
import type { Suggestion } from './suggestion.rules.ts'
import { suggestionsFor } from './suggestion-evidence.ts'

const { sql } = Prisma

/** How many identities can be changed at once. */
const AT_ONCE = 500

/** Up to three people who may be the right owner, each with what speaks for them: tags and fields, owners of relatives by name, the system's owner. Throws `not_found`. */
export const suggestOwner = query({
  permission: 'inventory.read',
  input: IdentityById,
  async run(context, { id }): Promise<Suggestion[]> {
    const identity = await loadIdentity(context, id)
    return (await suggestionsFor(context.db, context.actor, [identity.id])).get(identity.id) ?? []
  },
})

export type BestSuggestion = { identity: { id: string; name: string } } & Suggestion

/** The person for whom the most speaks, for each orphan of up to 500 identities; those without one are left out. What this actor may not see has none. */
export const suggestOwners = query({
  permission: 'ownership.assignSuggested',
  input: z.object({ ids: Identities }),
  async run({ db, actor }, { ids }): Promise<BestSuggestion[]> {
    const suggestions = await suggestionsFor(db, actor, ids)
    const named = await db.identity.findMany({ where: { id: { in: [...suggestions.keys()] }, ownerId: null }, select: { id: true, name: true } })
    return named.flatMap(({ id, name }) => {
      const [best] = suggestions.get(id) ?? []
      return best ? [{ identity: { id, name }, ...best }] : []
    })
  },
})

/** What giving these identities an owner would do: how many, on which systems, which become governed, and which are refused and why. Nothing is changed. */
export const previewAssignment = query({
  permission: 'ownership.assignOwner',
  input: PreviewAssignment,
  async run({ db, actor }, { ids, ownerId }): Promise<Preview> {
    return previewOf(db, actor, ids, ownerId)
  },
})

/** The ids of what matches the inventory's filter, in its order: the first 500, and whether there are more. */
export const listMatchingIds = query({
  permission: 'ownership.assignOwner',
  input: IdentityFilter,
  async run({ pool, actor, now }, filter): Promise<{ ids: string[]; more: boolean }> {
    const { rows, next } = await walkIdentities(pool, matchingIdentities(actor, filter, now), { ...filter, cursor: undefined }, AT_ONCE)
    return { ids: rows.map(({ id }) => id), more: next !== null }
  },
})

type Named = { id: string; name: string }
export type Stewards = {
  backups: (Named & { active: boolean })[]
  team: (Named & { own: boolean }) | null
  sponsor: (Named & { active: boolean }) | null
  ownerActive: boolean | null
  may: { steward: boolean; declare: boolean; takeOver: boolean; disable: boolean }
}

/** Who besides the owner has to do with an identity, and what this actor may do there. Throws `not_found` for one that they may not see. */
export const showStewards = query({
  permission: 'inventory.read',
  input: IdentityById,
  async run(context, { id }): Promise<Stewards> {
    const { team } = await loadIdentity(context, id)
    const { db, actor } = context
    const parties = await findParties(db, actor, id)
    const wanted = [...(parties?.backupIds ?? []), parties?.sponsorId].filter((each) => typeof each === 'string')
    const people = await db.$queryRaw<{ id: UserId; name: string; active: boolean }[]>(
      sql`SELECT id, name, active FROM app_user WHERE id = ANY(${wanted}::text[])`,
    )
    const personOf = (userId: string) => people.find((person) => person.id === userId)
    return {
      backups: (parties?.backupIds ?? []).flatMap((userId) => personOf(userId) ?? []),
      team,
      sponsor: (parties?.sponsorId && personOf(parties.sponsorId)) || null,
      ownerActive: parties?.ownerActive ?? null,
      may: {
        steward: parties !== null && maySteward(actor, parties),
        declare: parties !== null && mayDeclare(actor, parties),
        takeOver: parties !== null && mayTakeOver(actor, parties),
        disable: parties !== null && mayDisable(actor, parties),
      },
    }
  },
})
