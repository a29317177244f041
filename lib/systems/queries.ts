import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Environment } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { countHeld, type Held } from './count-held.ts'
import type { Freshness } from './freshness.rules.ts'
import { listDrivers } from './registry.ts'
import type { SyncState } from './rules.ts'
import { CatalogueFilter, SyncRunById } from './schemas.ts'
import { type SettingsField, settingsFields } from './settings-fields.ts'
import { type RunNote, type RunRow, selectRuns } from './sync-runs/run-row.ts'
import { freshnessOfSystems, type SystemFreshness } from './system-freshness.ts'
import { FILE_KINDS, titleOfKind } from './system-kinds.ts'

const { sql } = Prisma

export type SystemRow = {
  id: string
  kind: string
  kindTitle: string
  name: string
  environment: Environment
  /** Read over a connection; otherwise it is fed by files. */
  live: boolean
  sample: boolean
  lastSyncedAt: Date | null
  /** Of the part that was read longest ago. */
  freshness: Freshness
  readings: SystemFreshness['parts']
  syncEveryMinutes: number | null
  offered: number
  lastRun: { id: string; state: SyncState; source: 'live' | 'file' | 'push'; problem: string | null; createdAt: Date } | null
} & Held

type FlatSystem = Omit<SystemRow, 'kindTitle' | 'freshness' | 'readings' | keyof Held> & { totals: Held | null }

/** All systems by name, with what each holds, how current that is, and how its last run went. Somebody who only owns identities counts their own. */
export const listSystems = query({
  permission: 'systems.read',
  input: z.object({}),
  async run(context): Promise<SystemRow[]> {
    const { pool, actor, now } = context
    const all = seesEverything(actor)
    const { rows } = await pool.query<FlatSystem>(sql`
      SELECT s.id, s.kind, s.name, s.environment, s.connection_sealed IS NOT NULL AS live, s.sample, s.last_synced_at AS "lastSyncedAt", s.sync_every_minutes AS "syncEveryMinutes",
             (SELECT count(*) FROM privilege p WHERE p.system_id = s.id AND p.offered AND p.lendable)::int AS offered,
             (SELECT jsonb_build_object('id', r.id, 'state', r.state, 'source', r.source, 'problem', CASE WHEN ${all} THEN r.problem END, 'createdAt', r.created_at)
                FROM sync_run r WHERE r.system_id = s.id ORDER BY r.created_at DESC, r.id DESC LIMIT 1) AS "lastRun",
             CASE WHEN ${all} THEN (SELECT r.counts -> 'totals' FROM sync_run r WHERE r.system_id = s.id AND r.state = 'succeeded' AND r.counts ? 'totals' ORDER BY r.created_at DESC, r.id DESC LIMIT 1) END AS totals
        FROM system s ORDER BY s.name`)
    const counted = await countHeld(
      context,
      rows.filter((row) => row.totals === null).map((row) => row.id),
    )
    const fresh = await freshnessOfSystems(async (statement) => (await pool.query(statement)).rows, rows, now)
    return rows.map(({ totals, lastRun, ...row }) => ({
      ...row,
      ...(totals ?? counted(row.id)),
      kindTitle: titleOfKind(row.kind),
      freshness: fresh.get(row.id)?.state ?? 'never',
      readings: fresh.get(row.id)?.parts ?? [],
      lastRun: lastRun && { ...lastRun, createdAt: new Date(lastRun.createdAt) },
    }))
  },
})

export type SystemKind = { kind: string; title: string; live: boolean; fields: SettingsField[]; files: string[] }

/** What can be connected, and what its form asks for: kinds that are read live, then those that are fed by files with the titles of these. */
export const listSystemKinds = query({
  permission: 'systems.connect',
  input: z.object({}),
  async run(): Promise<SystemKind[]> {
    const live = listDrivers().map(({ kind, title, connectionSchema, secretFields }) => ({
      kind,
      title,
      live: true,
      fields: settingsFields(connectionSchema, secretFields),
      files: [],
    }))
    const fed = FILE_KINDS.map(({ kind, title, settings, formats }) => ({ kind, title, live: false, fields: settingsFields(settings), files: [...formats] }))
    return [...live, ...fed]
  },
})

export type RunPage = RunRow & { notes: RunNote[] }

/** One discovery or import with its progress. Throws `not_found`, also to somebody who only owns identities. */
export const showSyncRun = query({
  permission: 'systems.read',
  input: SyncRunById,
  async run(context, { id }): Promise<RunPage> {
    const [row] = seesEverything(context.actor) ? await selectRuns(context, sql`r.id = ${id}`, 1) : []
    if (!row) throw new TenureError('not_found', 'There is no such discovery or import')
    return row
  },
})

export type CatalogueEntry = {
  id: string
  name: string
  title: string
  description: string
  risk: string
  maxSeconds: number
  system: { id: string; name: string; kind: string; environment: string }
}

/** What people can request: the privileges that are offered and can be lent now, by system and title; the first thousand that match. */
export const listCatalogue = query({
  permission: 'systems.read',
  input: CatalogueFilter,
  async run({ db }, { search }): Promise<CatalogueEntry[]> {
    const contains = { contains: search, mode: 'insensitive' as const }
    return db.privilege.findMany({
      where: { offered: true, lendable: true, ...(search ? { OR: [{ title: contains }, { name: contains }, { system: { name: contains } }] } : {}) },
      orderBy: [{ system: { name: 'asc' } }, { title: 'asc' }],
      take: 1_000,
      select: {
        id: true,
        name: true,
        title: true,
        description: true,
        risk: true,
        maxSeconds: true,
        system: { select: { id: true, name: true, kind: true, environment: true } },
      },
    })
  },
})
