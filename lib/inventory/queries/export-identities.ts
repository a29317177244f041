import type { Context } from '#lib/command/context.ts'
import { type CsvValue, csvLine } from '#lib/core/csv.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { streamRows } from '#lib/db/pool.ts'
import { lastUseInWords } from '../rules.ts'
import { DEFAULT_COLUMNS, IDENTITY_COLUMNS, type IdentityColumn, type IdentityFilter } from '../schemas.ts'
import { matchingIdentities } from './filter-sql.ts'
import { CREDENTIAL_COUNT, ENTITLEMENT_COUNT, type FlatRow, JOINED, ROW_COLUMNS } from './identity-row.ts'
import { wholeOrder } from './sort-keys.ts'

const { sql } = Prisma

/** Lines of CSV, header first: the rows of the filter in its order, on all pages, streamed; whoever stops reading frees the connection. */
export async function* identityLines(context: Context, filter: IdentityFilter): AsyncGenerator<string> {
  const columns = columnsOf(filter)
  const counted = sql`${columns.includes('credentials') ? sql`, ${CREDENTIAL_COUNT} AS credentials` : Prisma.empty}${columns.includes('entitlements') ? sql`, ${ENTITLEMENT_COUNT} AS entitlements` : Prisma.empty}`
  const statement = sql`SELECT ${ROW_COLUMNS}${counted} FROM identity i ${JOINED} WHERE ${matchingIdentities(context.actor, filter, context.now)} ORDER BY ${wholeOrder(filter.sort, filter.dir)}`
  const connection = await context.pool.connect()
  let finished = false
  try {
    await connection.query('BEGIN READ ONLY')
    yield csvLine(columns.map((column) => IDENTITY_COLUMNS[column]))
    for await (const row of streamRows<FlatRow>(connection, statement.text, statement.values))
      yield csvLine(columns.map((column) => cell(column, row, context.now)))
    await connection.query('COMMIT')
    finished = true
  } finally {
    connection.release(!finished)
  }
}

/** The columns of the screen: the name always, then those chosen, or the usual ones. */
function columnsOf({ cols }: IdentityFilter): IdentityColumn[] {
  return ['name', ...(cols.length > 0 ? cols : DEFAULT_COLUMNS).filter((column) => column !== 'name')]
}

function cell(column: IdentityColumn, row: FlatRow, now: Date): CsvValue {
  switch (column) {
    case 'system':
      return row.systemName
    case 'owner':
      return row.ownerName
    case 'team':
      return row.teamName
    case 'class':
      return IDENTITY_CLASS_LABELS[row.class]
    case 'lastUsedAt':
      return row.lastUsedAt ?? lastUseInWords(row, now)
    case 'privileged':
    case 'governed':
    case 'enabled':
      return row[column] ? 'yes' : 'no'
    default:
      return row[column]
  }
}
