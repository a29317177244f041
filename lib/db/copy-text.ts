import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Connection } from './pool.ts'

/** Sends rows in COPY's text format: `statement` is the whole `COPY … FROM STDIN`, `lines` the rows, each with its line feed. */
export async function copyText(connection: Connection, statement: string, lines: string): Promise<void> {
  const stream = connection.query(copyFrom(statement))
  stream.end(lines)
  await finished(stream)
}
