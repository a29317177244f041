import pg from 'pg'
import { afterAll, inject } from 'vitest'

export type ScratchDatabases = {
  /** The address of a name that no database has yet. */
  next(): string
  /** Runs one statement in the database of an address and returns its rows. */
  rows<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]>
}

let count = 0

/** Addresses of databases that a test creates itself, for tests about creating and migrating; dropped after the file. */
export function scratchDatabases(): ScratchDatabases {
  const { url: server, prefix } = inject('testServer')
  const addressOf = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).toString()
  const mine: string[] = []
  const rows = async <Row extends pg.QueryResultRow>(url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  afterAll(async () => {
    for (const name of mine) await rows(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
  return {
    next() {
      const name = `${prefix}_scratch_${process.pid}_${count++}`
      mine.push(name)
      return addressOf(name)
    },
    rows,
  }
}
