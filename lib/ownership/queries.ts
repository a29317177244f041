import type { Context } from '#lib/command/context.ts'
import { query } from '#lib/command/query.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { loadIdentity } from '#lib/inventory/queries/load-identity.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { IdentityById } from '#lib/inventory/schemas.ts'
import { type Evidence, hintsOf, nameFamily, rankSuggestions, type Suggestion } from './suggestion.rules.ts'

const { sql } = Prisma
type Subject = Awaited<ReturnType<typeof loadIdentity>>

/** How many relatives by name are looked at. */
const RELATIVES = 500

/** Up to three people who may be the right owner, each with what speaks for them: tags and fields, owners of relatives by name, the system's owner. Throws `not_found`. */
export const suggestOwner = query({
  permission: 'inventory.read',
  input: IdentityById,
  async run(context, { id }): Promise<Suggestion[]> {
    const identity = await loadIdentity(context, id)
    const evidence = await Promise.all([namedInAttributes(context, identity), ownersOfFamily(context, identity), ownerOfSystem(context, identity)])
    return rankSuggestions(evidence.flat().filter((found) => found.id !== identity.owner?.id))
  },
})

/** People whose address, its part before the @, or name stands in the attributes. */
async function namedInAttributes({ pool }: Context, { attributes }: Subject): Promise<Evidence[]> {
  const hints = hintsOf(attributes)
  if (hints.length === 0) return []
  const { rows } = await pool.query<Evidence>(sql`
    SELECT u.id, u.name, u.email, h.weight, h.reason FROM jsonb_to_recordset(${JSON.stringify(hints)}::jsonb) AS h(text text, weight int, reason text)
      JOIN app_user u ON u.active AND h.text IN (u.email, lower(u.name), split_part(u.email, '@', 1))`)
  return rows
}

/** Who owns identities of the same system whose names begin the same way. */
async function ownersOfFamily({ pool, actor }: Context, { id, name, system }: Subject): Promise<Evidence[]> {
  const family = nameFamily(name)
  if (!family) return []
  const pattern = `${family.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await pool.query<Omit<Evidence, 'weight' | 'reason'> & { owned: number; of: number }>(sql`
    WITH relatives AS MATERIALIZED (
      SELECT i.owner_id FROM identity i WHERE i.search_text LIKE lower(${pattern}) AND i.system_id = ${system.id} AND i.id <> ${id} AND i.vanished_at IS NULL AND ${visibleIdentities(actor)} LIMIT ${RELATIVES}
    )
    SELECT u.id, u.name, u.email, count(*)::int AS owned, (SELECT count(*)::int FROM relatives) AS of FROM relatives r JOIN app_user u ON u.id = r.owner_id AND u.active
     GROUP BY u.id ORDER BY owned DESC, u.name LIMIT 3`)
  return rows.map(({ owned, of, ...person }) => ({
    ...person,
    weight: 50 + Math.round((9 * owned) / of),
    reason: `owns ${owned} of ${of} others called ${family}… on ${system.name}`,
  }))
}

async function ownerOfSystem({ pool }: Context, { system }: Subject): Promise<Evidence[]> {
  const { rows } = await pool.query<Omit<Evidence, 'weight' | 'reason'>>(
    sql`SELECT u.id, u.name, u.email FROM system s JOIN app_user u ON u.id = s.owner_id AND u.active WHERE s.id = ${system.id}`,
  )
  return rows.map((person) => ({ ...person, weight: 30, reason: `owns the system ${system.name}` }))
}
