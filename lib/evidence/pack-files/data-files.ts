import { type CsvValue, csvLine } from '#lib/core/csv.ts'
import { canonicalJson } from '#lib/core/canonical-json.ts'
import { type Connection, streamRows } from '#lib/db/pool.ts'
import type { PackFile } from '../write-pack.ts'
import type { DataSet } from './data-sets.ts'

const CHUNK_CHARACTERS = 65_536
type Row = Record<string, unknown>

/** The two files of a data set, each streamed from the database on its own: JSON lines and CSV of the same rows. `values` are the statement's parameters. */
export function dataFiles(connection: Connection, set: DataSet, values: unknown[]): PackFile[] {
  return [
    { path: `${set.path}.jsonl`, chunks: joined(jsonLines(connection, set.sql, values)) },
    { path: `${set.path}.csv`, chunks: joined(csvLines(connection, set.sql, values)) },
  ]
}

async function* jsonLines(connection: Connection, sql: string, values: unknown[]): AsyncGenerator<string> {
  for await (const row of streamRows<Row>(connection, sql, values)) yield `${canonicalJson(row)}\n`
}

async function* csvLines(connection: Connection, sql: string, values: unknown[]): AsyncGenerator<string> {
  const { fields } = await connection.query({ text: `SELECT * FROM (${sql}) none LIMIT 0`, values })
  const columns = fields.map((field) => field.name)
  yield csvLine(columns)
  for await (const row of streamRows<Row>(connection, sql, values)) yield csvLine(columns.map((column) => csvValue(row[column])))
}

const csvValue = (value: unknown): CsvValue =>
  value !== null && typeof value === 'object' && !(value instanceof Date) ? canonicalJson(value) : (value as CsvValue)

/** Lines put together into chunks worth compressing. */
async function* joined(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}
