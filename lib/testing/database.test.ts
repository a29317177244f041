import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { readMigrations } from '#lib/db/read-migrations.ts'
import { testDatabase } from './database.ts'

const one = await testDatabase()
const other = await testDatabase()
const pools = [one, other].map(({ url }) => new pg.Pool({ connectionString: url, max: 1 }))
afterAll(() => Promise.all(pools.map((pool) => pool.end())))

test('a test file gets a database that is migrated, and that no other file sees', async () => {
  const [first, second] = pools
  const applied = await first?.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1')
  expect(applied?.rows.map(({ name }) => name)).toEqual(readMigrations(resolve(import.meta.dirname, '../../prisma/migrations')).map(({ name }) => name))
  await first?.query('CREATE TABLE only_here (id int)')
  await expect(second?.query('SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' })
})

test('the server of the tests listens on loopback, without a socket file, and keeps its password to the user', async () => {
  const shown = await pools[0]?.query<{ addresses: string; sockets: string }>(
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
  )
  expect(shown?.rows).toEqual([{ addresses: '127.0.0.1', sockets: '' }])
  expect(new URL(inject('testServer').url).hostname).toBe('127.0.0.1')
  expect(existsSync(resolve(import.meta.dirname, '../../.tenure/test-pg/state.json'))).toBe(true)
})
