import type { Context } from '#lib/command/context.ts'
import { csvLine } from '#lib/core/csv.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { streamRows } from '#lib/db/pool.ts'
import type { FindingFilter } from '../schemas.ts'
import { FINDING_COLUMNS, FINDING_JOINS, findingRow, type FlatFinding } from './finding-row.ts'
import { findingSource } from './finding-source.ts'

const { sql } = Prisma

const HEADER = [
  'Severity',
  'Score',
  'Finding',
  'About',
  'Class',
  'System',
  'Owner',
  'State',
  'Opened',
  'Closed',
  'Until',
  'Reason',
  'Decided by',
  'Evidence',
  'Id',
]

/** Lines of CSV, header first: the findings of the filter on all pages, the worst first, streamed; whoever stops reading frees the connection. */
export async function* findingLines(context: Context, filter: FindingFilter): AsyncGenerator<string> {
  const { ctes, table, where } = findingSource(context.actor, filter)
  const statement = sql`${ctes} SELECT ${FINDING_COLUMNS}, f.evidence FROM ${table} f ${FINDING_JOINS} WHERE ${where} ORDER BY f.score DESC, f.id ASC`
  const connection = await context.pool.connect()
  let finished = false
  try {
    await connection.query('BEGIN READ ONLY')
    yield csvLine(HEADER)
    for await (const flat of streamRows<FlatFinding & { evidence: unknown }>(connection, statement.text, statement.values)) {
      const row = findingRow(flat)
      const { severity, score, title, about, identity, system, owner, state, openedAt, closedAt, until, reason, decidedBy, id } = row
      const cells = [severity, score, title, about, identity && IDENTITY_CLASS_LABELS[identity.class], system?.name, owner?.name, state]
      yield csvLine([...cells, openedAt, closedAt, until, reason, decidedBy, JSON.stringify(flat.evidence), id])
    }
    await connection.query('COMMIT')
    finished = true
  } finally {
    connection.release(!finished)
  }
}
