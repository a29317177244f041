import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'

export type TestDatabase = { name: string; url: string }

/**
 * A database of its own for a test file, cloned from the migrated template in some 50 ms and dropped after the file.
 * Called at the top of the file: `const database = await testDatabase()`. Connections that the file opens are closed
 * in an `afterAll` of its own, which runs before the drop.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template, prefix } = inject('testServer')
  const name = `${prefix}_${randomBytes(4).toString('hex')}`
  await onServer(url, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  afterAll(() => onServer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  const own = new URL(url)
  own.pathname = `/${name}`
  return { name, url: String(own) }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
