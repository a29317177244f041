import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Actor } from '#lib/core/actor.ts'
import type { IdentityClass } from '#lib/core/identity-class.ts'
import { EntitlementId, IdentityId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { pushingKinds } from '#lib/systems/api-tokens/takes-pushes.ts'
import { visibleIdentities } from '../queries/visible-identities.ts'
import { type Hop, pathInWords } from './rules.ts'
import { type Step, walkTrusts } from './walk-trusts.ts'

const { sql } = Prisma
const SHOWN = 200

/** An identity beside the one in the middle. `visible`: its page may be opened by who asks. */
export type GraphNode = Step & { name: string; class: IdentityClass; systemName: string; privileged: boolean; visible: boolean }
/** Somebody who may act as it and whom the register does not know: an account, a service, a federated subject, everybody. */
export type OuterPrincipal = { id: string; identityId: string; principal: string; principalKind: string; kind: string; condition: string | null }
/** What may be done in the end: an entitlement of the identity itself, or of one that it may act as. */
export type ReachRow = {
  id: string
  identityId: string
  identityName: string
  depth: number
  resource: string
  resourceKind: string
  action: string
  grantedVia: string
}

const ById = z.object({ id: IdentityId, q: z.string().trim().max(200).catch('').default('') })

/**
 * The access graph around an identity: who may act as it, what it may act as, and what that lets it do, at most 200 of each. Identities that were merged into
 * it count as itself. Throws `not_found` for one that this actor may not see.
 */
export const showGraph = query({
  permission: 'inventory.read',
  input: ById,
  async run(context, { id, q }) {
    const self = await selfOf(context, id)
    const believed = believedFor(context.actor)
    const [out, into] = await Promise.all([walkTrusts(context.pool, self, 'reaches', believed), walkTrusts(context.pool, self, 'reachedBy', believed)])
    const depths = new Map([...self.map((each) => [each, 0] as const), ...out.steps.map((step) => [step.id, step.depth] as const)])
    const [reaches, reachedBy, outer, rights] = await Promise.all([
      nodesOf(context, out.steps),
      nodesOf(context, into.steps),
      outerOf(context, [...self, ...into.steps.map((step) => step.id)]),
      rightsOf(context, [...depths.keys()], q),
    ])
    const rows: ReachRow[] = rights.rows.map((row) => ({ ...row, depth: depths.get(row.identityId) ?? 0 }))
    return { reaches, reachedBy, outer, rights: { rows, total: rights.total }, cut: out.cut || into.cut }
  },
})

const PathTo = z.object({ id: IdentityId, entitlementId: EntitlementId })

/** A shortest path from an identity to an entitlement that it reaches, step by step, in words. Throws `not_found` when there is none. */
export const explainPath = query({
  permission: 'inventory.read',
  input: PathTo,
  async run(context, { id, entitlementId }): Promise<{ hops: Hop[]; sentence: string }> {
    const self = await selfOf(context, id)
    const right = await context.db.entitlement.findUnique({ where: { id: entitlementId }, include: { identity: { select: { id: true } } } })
    const { steps } = right ? await walkTrusts(context.pool, self, 'reaches', believedFor(context.actor)) : { steps: [] }
    const byId = new Map(steps.map((step) => [step.id, step]))
    if (!right || !(self.includes(right.identityId) || byId.has(right.identityId))) throw new TenureError('not_found', 'It reaches no such entitlement')
    const chain: Step[] = []
    for (let step = byId.get(right.identityId); step; step = byId.get(step.from)) chain.unshift(step)
    const nodes = await nodesOf(context, chain)
    const start = await context.db.identity.findUniqueOrThrow({ where: { id: self.includes(right.identityId) ? right.identityId : (chain[0]?.from ?? id) } })
    const credentials = await context.db.credential.findMany({
      where: { identityId: start.id, vanishedAt: null, enabled: true },
      select: { kind: true },
      distinct: ['kind'],
    })
    const hops: Hop[] = [
      { what: 'identity', id: start.id, name: start.name, detail: credentials.map(({ kind }) => kind.replaceAll('_', ' ')).join(', ') || null },
      ...nodes.map((node): Hop => ({ what: 'trust', id: node.id, name: node.name, detail: node.condition, kind: node.kind, systemName: node.systemName })),
      { what: 'entitlement', id: right.id, name: right.resource, detail: right.grantedVia, action: right.action },
    ]
    return { hops, sentence: pathInWords(hops) }
  },
})

/**
 * Which steps lead on, for this actor. Whoever has a token can push that their identity may act as any other, or is one that another system trusts; whoever does not see the whole
 * register anyway is not shown by such a claim what somebody else's identity is called and may do.
 */
function believedFor(actor: Actor): Prisma.Sql {
  if (seesEverything(actor)) return sql`TRUE`
  return sql`i.system_id = h.system_id OR ${visibleIdentities(actor)} OR NOT EXISTS (SELECT FROM system s WHERE s.id IN (i.system_id, h.system_id) AND s.kind = ANY(${pushingKinds()}::text[]))`
}

/** The identity and what was merged into it. */
async function selfOf({ pool, actor }: Context, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(sql`
    SELECT m.id FROM identity i JOIN identity m ON m.id = i.id OR m.merged_into_id = i.id WHERE i.id = ${id} AND ${visibleIdentities(actor)} ORDER BY m.id <> i.id, m.id`)
  if (rows.length === 0) throw new TenureError('not_found', 'There is no such identity, or it is not one of yours')
  return rows.map((row) => row.id)
}

async function nodesOf({ pool, actor }: Context, steps: readonly Step[]): Promise<GraphNode[]> {
  const shown = steps.slice(0, SHOWN)
  const { rows } = await pool.query<Omit<GraphNode, keyof Step> & { id: string }>(sql`
    SELECT i.id, i.name, i.class, s.name AS "systemName", i.privileged, coalesce(${visibleIdentities(actor)}, false) AS visible
      FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ANY(${shown.map((step) => step.id)}::text[])`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return shown.flatMap((step) => {
    const row = byId.get(step.id)
    return row ? [{ ...row, ...step }] : []
  })
}

async function outerOf({ pool }: Context, ids: readonly string[]): Promise<OuterPrincipal[]> {
  const { rows } = await pool.query<OuterPrincipal>(sql`
    SELECT t.id, t.identity_id AS "identityId", t.principal, t.principal_kind AS "principalKind", t.kind, t.condition FROM trust t
     WHERE t.identity_id = ANY(${[...ids]}::text[]) AND t.principal_id IS NULL AND NOT t.acts_as AND t.vanished_at IS NULL
     ORDER BY t.principal_kind <> 'everybody', t.condition IS NOT NULL, t.principal LIMIT ${SHOWN}`)
  return rows
}

async function rightsOf({ pool }: Context, ids: readonly string[], q: string): Promise<{ rows: Omit<ReachRow, 'depth'>[]; total: number }> {
  const named = q ? sql`AND strpos(lower(e.resource || ' ' || e.action), lower(${q})) > 0` : Prisma.empty
  const { rows } = await pool.query<Omit<ReachRow, 'depth'> & { total: number }>(sql`
    SELECT e.id, e.identity_id AS "identityId", i.name AS "identityName", e.resource, e.resource_kind AS "resourceKind", e.action, e.granted_via AS "grantedVia", count(*) OVER ()::int AS total
      FROM unnest(${[...ids]}::text[]) WITH ORDINALITY AS near(id, place) JOIN identity i ON i.id = near.id JOIN entitlement e ON e.identity_id = i.id
     WHERE e.vanished_at IS NULL ${named}
     ORDER BY near.place, e.resource_kind, e.resource, e.action, e.id LIMIT ${SHOWN}`)
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) }
}
