import type { Context } from '#lib/command/context.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { titleOfFormat } from '../system-kinds.ts'
import type { SyncState } from '../rules.ts'

const { sql } = Prisma

export type RunNote = { code: string; subject: string; text: string }
type RowTally = { new: number; changed: number; unchanged: number; vanished: number; returned: number }
/** What a run did to the register; null until it has succeeded. */
export type RunCounts = {
  identities: RowTally
  credentials: RowTally
  entitlements: RowTally
  privileges: RowTally
  trusts: RowTally
  exposures: RowTally
  correlated: number
  activity: { new: number }
  leftOut: { leaseAccounts: number; withoutIdentity: number }
  totals: { identities: number; credentials: number; entitlements: number }
}

export type RunRow = {
  id: string
  systemId: string
  systemName: string
  source: 'live' | 'file' | 'push'
  fileName: string | null
  format: string | null
  state: SyncState
  /** The file is still being uploaded; its import begins after that. */
  uploading: boolean
  bytesTotal: number | null
  bytesRead: number
  recordsRead: number
  counts: RunCounts | null
  problem: string | null
  requestedBy: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

const COLUMNS = sql`r.id, r.system_id AS "systemId", s.name AS "systemName", r.source, r.file_name AS "fileName", r.format, r.state, r.source <> 'live' AND r.state = 'queued' AND r.bytes_total IS NULL AS uploading,
  r.bytes_total::float8 AS "bytesTotal", r.bytes_read::float8 AS "bytesRead", r.records_read AS "recordsRead", r.counts, r.problem, coalesce(u.name, r.requested_by) AS "requestedBy",
  r.created_at AS "createdAt", r.started_at AS "startedAt", r.finished_at AS "finishedAt"`

/** Runs as screens show them, newest first. */
export async function selectRuns({ pool }: Pick<Context, 'pool'>, where: Prisma.Sql, limit: number): Promise<(RunRow & { notes: RunNote[] })[]> {
  const { rows } = await pool.query<RunRow & { notes: RunNote[] }>(sql`
    SELECT ${COLUMNS}, r.notes FROM sync_run r JOIN system s ON s.id = r.system_id LEFT JOIN app_user u ON u.id = r.requested_by
     WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`)
  return rows.map((row) => ({ ...row, format: titleOfFormat(row.format), requestedBy: row.requestedBy.replace(/^(cli|system):/, '') }))
}
