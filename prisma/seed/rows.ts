import type { Connection } from '#lib/db/pool.ts'

/** A row with the names of the client's models (`firstSeenAt`); instants are Dates. */
export type Row = Readonly<Record<string, unknown>>

/** A row that turned into another one at `at`; `before` is what it said until then, in columns. */
export type Turn = { at: Date; before: Row }

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A row with the names of the table's columns. */
export function inColumns(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value]))
}

/** Inserts all rows in one statement; they have the same fields. Triggers, constraints and foreign keys hold as for everybody. */
export async function insertRows(connection: Connection, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(inColumns(first)).map((column) => `"${column}"`)
  const statement = `INSERT INTO "${table}" (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`
  await connection.query(statement, [JSON.stringify(rows.map(inColumns))])
}

/**
 * Dates rows back: `bornAt` is when each came to be, `turns` what it said before each later change, the oldest first. Its earlier versions go into the
 * history, and what it says now counts from the last turn on. Needs a superuser and an open transaction, in which triggers and foreign keys are off from here on.
 */
export async function backdate(connection: Connection, table: string, rows: readonly { id: string; bornAt: Date; turns?: readonly Turn[] }[]): Promise<void> {
  await connection.query('SET LOCAL session_replication_role = replica')
  const current = rows.map(({ id, bornAt, turns = [] }) => ({ id, valid_from: turns.at(-1)?.at ?? bornAt }))
  await connection.query(
    `UPDATE "${table}" t SET valid_from = v.valid_from FROM jsonb_to_recordset($1::jsonb) AS v(id text, valid_from timestamptz) WHERE t.id = v.id`,
    [JSON.stringify(current)],
  )
  await connection.query(
    `INSERT INTO "${table}_history" (row_id, valid_from, valid_to, row)
     SELECT t.id, v.valid_from, v.valid_to, to_jsonb(jsonb_populate_record(t, v.said || jsonb_build_object('valid_from', v.valid_from))) - ARRAY['secret_sealed', 'connection_sealed', 'search_text']
       FROM jsonb_to_recordset($1::jsonb) AS v(id text, valid_from timestamptz, valid_to timestamptz, said jsonb) JOIN "${table}" t ON t.id = v.id
      WHERE v.valid_from < v.valid_to ORDER BY v.valid_to`,
    [JSON.stringify(rows.flatMap(({ id, bornAt, turns = [] }) => versionsOf(bornAt, turns).map((version) => ({ id, ...version }))))],
  )
}

/** What a row said before each turn, laid over what it says now: each turn takes back one step more. */
function versionsOf(bornAt: Date, turns: readonly Turn[]): { valid_from: Date; valid_to: Date; said: Row }[] {
  let said: Row = {}
  return turns
    .map((turn, index) => ({ ...turn, from: turns[index - 1]?.at ?? bornAt }))
    .toReversed()
    .map(({ at, before, from }) => {
      said = { ...said, ...before }
      return { valid_from: from, valid_to: at, said }
    })
}
