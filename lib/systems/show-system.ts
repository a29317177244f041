import { query } from '#lib/command/query.ts'
import type { Environment } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { countHeld, type Held } from './count-held.ts'
import type { Driver } from './driver.ts'
import { listDrivers } from './registry.ts'
import type { Freshness } from './freshness.rules.ts'
import { SystemById } from './schemas.ts'
import { type SettingsField, settingsFields } from './settings-fields.ts'
import { getSystem } from './store.ts'
import { freshnessOfOne, type SystemFreshness } from './system-freshness.ts'
import { type RunNote, type RunRow, selectRuns } from './sync-runs/run-row.ts'
import { findFileKind, titleOfKind } from './system-kinds.ts'

const RUNS = 20

export type PrivilegeRow = {
  id: string
  name: string
  title: string
  description: string
  risk: string
  maxSeconds: number
  offered: boolean
  lendable: boolean
  notLendableReason: string | null
}

export type SystemPage = {
  id: string
  kind: string
  kindTitle: string
  name: string
  environment: Environment
  live: boolean
  sample: boolean
  createdAt: Date
  lastSyncedAt: Date | null
  /** Of the part that was read longest ago. */
  freshness: Freshness
  readings: SystemFreshness['parts']
  /** How often it is read by itself; null: only when somebody asks, or never, because it is fed by files. */
  syncEveryMinutes: number | null
  held: Held
  /** The inputs of its settings with their stored values; secrets have none. Empty for somebody who only owns identities. */
  fields: (SettingsField & { value: string })[]
  /** Whether it can be discovered, lend access, and take files, by its driver or formats. */
  can: { discover: boolean; lend: boolean; import: boolean }
  /** What Tenure's account may not do there, as its last discovery found. */
  missingRights: RunNote[]
  /** What the last good run found that belongs to no single identity. */
  notes: RunNote[]
  runs: RunRow[]
  privileges: PrivilegeRow[]
}

/** A system with its connection (without secrets), catalogue, runs and notes. Somebody who only owns identities sees what is offered, and counts of their own. */
export const showSystem = query({
  permission: 'systems.read',
  input: SystemById,
  async run(context, { id }): Promise<SystemPage> {
    const { db, actor, now } = context
    const { kind, name, environment, settings, sample, createdAt, lastSyncedAt, syncEveryMinutes, connectionSealed } = await getSystem(db, id)
    const all = seesEverything(actor)
    const driver = listDrivers().find((each) => each.kind === kind)
    const live = connectionSealed !== null
    const { state: freshness, parts: readings } = await freshnessOfOne(
      async (statement) => (await context.pool.query(statement)).rows,
      { id, live, lastSyncedAt },
      now,
    )
    const runs = all ? await selectRuns(context, Prisma.sql`r.system_id = ${id}`, RUNS) : []
    const lastGood = runs.find((run) => run.state === 'succeeded')
    const notes = lastGood?.notes ?? []
    return {
      id,
      kind,
      name,
      sample,
      createdAt,
      lastSyncedAt,
      live,
      syncEveryMinutes,
      kindTitle: titleOfKind(kind),
      environment: environment as Environment,
      freshness,
      readings,
      held: lastGood?.counts?.totals ?? (await countHeld(context, [id]))(id),
      fields: all ? valued(fieldsOf(kind, driver), settings as Record<string, unknown>) : [],
      can: { discover: live && driver?.discover !== undefined, lend: live && driver?.mint !== undefined, import: findFileKind(kind) !== null },
      missingRights: notes.filter(({ code }) => code === 'missing_right'),
      notes: notes.filter(({ code }) => code !== 'missing_right'),
      runs: runs.map(({ notes: _, ...run }) => run),
      privileges: await db.privilege.findMany({
        where: { systemId: id, ...(all ? {} : { offered: true, lendable: true }) },
        orderBy: [{ offered: 'desc' }, { lendable: 'desc' }, { title: 'asc' }],
        take: 1_000,
        select: { id: true, name: true, title: true, description: true, risk: true, maxSeconds: true, offered: true, lendable: true, notLendableReason: true },
      }),
    }
  },
})

function fieldsOf(kind: string, driver: Driver | undefined): SettingsField[] {
  const fileKind = findFileKind(kind)
  if (fileKind) return settingsFields(fileKind.settings)
  return driver ? settingsFields(driver.connectionSchema, driver.secretFields) : []
}

function valued(fields: readonly SettingsField[], settings: Readonly<Record<string, unknown>>): (SettingsField & { value: string })[] {
  return fields.map((field) => {
    const value = field.input === 'secret' ? '' : (settings[field.name] ?? '')
    return { ...field, value: Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : JSON.stringify(value) }
  })
}
