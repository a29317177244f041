import type { Actor } from '#lib/core/actor.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { type Evidence, hintsOf, nameFamily, rankSuggestions, type Suggestion } from './suggestion.rules.ts'

const { sql } = Prisma

/** How many relatives by name are looked at. */
const RELATIVES = 500

export type Subject = {
  id: string
  name: string
  systemId: string
  systemName: string
  ownerId: string | null
  attributes: Record<string, unknown>
  gone: boolean
}
type Found = Evidence & { subject: string }
type Person = { id: string; name: string; email: string }

/**
 * Up to three people for each identity that this actor may see and asks about, who may be its right owner, each with what speaks for them: tags and fields,
 * owners of relatives by name, who committed its secret to a repository, the system's owner. As many statements for five hundred identities as for one.
 */
export async function suggestionsFor(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Map<string, Suggestion[]>> {
  const subjects = await tx.$queryRaw<Subject[]>(sql`
    SELECT i.id, i.name, i.system_id AS "systemId", s.name AS "systemName", i.owner_id AS "ownerId", i.attributes || i.details AS attributes, i.vanished_at IS NOT NULL AS gone
      FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ANY(${[...ids]}::text[]) AND ${visibleIdentities(actor)}`)
  if (subjects.length === 0) return new Map()
  const found = [
    ...(await namedInAttributes(tx, subjects)),
    ...(await ownersOfFamilies(tx, actor, subjects)),
    ...(await authorsOf(tx, subjects)),
    ...(await ownersOfSystems(tx, subjects)),
  ]
  const bySubject = new Map<string, Found[]>(subjects.map(({ id }) => [id, []]))
  for (const one of found) bySubject.get(one.subject)?.push(one)
  return new Map(subjects.map(({ id, ownerId }) => [id, rankSuggestions((bySubject.get(id) ?? []).filter((person) => person.id !== ownerId))]))
}

/** People whose address, its part before the @, or name stands in the attributes. */
async function namedInAttributes(tx: Tx, subjects: readonly Subject[]): Promise<Found[]> {
  const hints = subjects.flatMap(({ id, attributes }) => hintsOf(attributes).map((hint) => ({ subject: id, ...hint })))
  if (hints.length === 0) return []
  return tx.$queryRaw<Found[]>(sql`
    SELECT DISTINCT h.subject, u.id, u.name, u.email, h.weight, h.reason FROM jsonb_to_recordset(${JSON.stringify(hints)}::jsonb) AS h(subject text, text text, weight int, reason text)
      JOIN (SELECT p.*, k.called FROM app_user p CROSS JOIN LATERAL (VALUES (p.email), (lower(p.name)), (split_part(p.email, '@', 1))) k(called) WHERE p.active) u ON u.called = h.text`)
}

/** Who owns identities of the same system whose names begin the same way. */
async function ownersOfFamilies(tx: Tx, actor: Actor, subjects: readonly Subject[]): Promise<Found[]> {
  const related = subjects.flatMap((subject) => {
    const family = nameFamily(subject.name)
    return family ? [{ ...subject, family, key: `${subject.systemId} ${family}` }] : []
  })
  const families = [...new Map(related.map(({ key, systemId, family }) => [key, { key, systemId, pattern: `${escaped(family).toLowerCase()}%` }])).values()]
  if (families.length === 0) return []
  const rows = await tx.$queryRaw<(Person & { key: string; owned: number; of: number })[]>(sql`
    SELECT f.key, r.id, r.name, r.email, r.owned, r.of FROM jsonb_to_recordset(${JSON.stringify(families)}::jsonb) AS f(key text, "systemId" text, pattern text)
     CROSS JOIN LATERAL (
       WITH relatives AS MATERIALIZED (
         SELECT i.owner_id FROM identity i WHERE i.search_text LIKE f.pattern AND i.system_id = f."systemId" AND i.vanished_at IS NULL AND ${visibleIdentities(actor)} LIMIT ${RELATIVES}
       )
       SELECT u.id, u.name, u.email, count(*)::int AS owned, (SELECT count(*)::int FROM relatives) AS of FROM relatives JOIN app_user u ON u.id = relatives.owner_id AND u.active
        GROUP BY u.id ORDER BY owned DESC, u.name LIMIT 4) r`)
  return related.flatMap(({ id, key, family, systemName, ownerId, gone }) =>
    rows
      .filter((row) => row.key === key && row.id !== ownerId)
      .map(({ owned, of, key: _, ...person }) => {
        // It is a relative of itself, unless it is gone.
        const others = gone ? of : of - 1
        const reason = `owns ${owned} of ${others} others called ${family}… on ${systemName}`
        return { subject: id, ...person, weight: 50 + Math.round((9 * owned) / others), reason }
      }),
  )
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** Who committed a credential of it, by the repository's own log. */
async function authorsOf(tx: Tx, subjects: readonly Subject[]): Promise<Found[]> {
  return tx.$queryRaw<Found[]>(sql`
    SELECT DISTINCT x.identity_id AS subject, u.id, u.name, u.email, 55 AS weight, 'committed its secret to ' || coalesce(x.source, 'a repository') AS reason
      FROM exposure x JOIN app_user u ON u.active AND (u.email = lower(substring(x.author FROM '[^<>[:space:]]+@[^<>[:space:]]+')) OR lower(u.name) = lower(btrim(x.author)))
     WHERE x.identity_id = ANY(${subjects.map(({ id }) => id)}::text[])`)
}

async function ownersOfSystems(tx: Tx, subjects: readonly Subject[]): Promise<Found[]> {
  const owners = await tx.$queryRaw<(Person & { systemId: string })[]>(sql`
    SELECT s.id AS "systemId", u.id, u.name, u.email FROM system s JOIN app_user u ON u.id = s.owner_id AND u.active WHERE s.id = ANY(${[...new Set(subjects.map(({ systemId }) => systemId))]}::text[])`)
  return subjects.flatMap(({ id, systemId, systemName }) =>
    owners
      .filter((owner) => owner.systemId === systemId)
      .map(({ systemId: _, ...person }) => ({ subject: id, ...person, weight: 30, reason: `owns the system ${systemName}` })),
  )
}
