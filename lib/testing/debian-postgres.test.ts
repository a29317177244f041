import { existsSync } from 'node:fs'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { startDebianPostgres } from './debian-postgres.ts'

test('a real server from Debian starts with the settings it is given, answers with a password only, and leaves nothing behind', async ({ skip }) => {
  const server = await startDebianPostgres({ log_connections: 'on' })
  if (!server) return skip()
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  const { rows } = await client.query<{ version: string; log: string; data: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('log_connections') AS log, current_setting('data_directory') AS data`,
  )
  await client.end()
  expect(Number(rows[0]?.version)).toBeGreaterThanOrEqual(server.version * 10_000)
  expect(rows[0]?.log).toBe('on')
  const stranger = new pg.Client({ connectionString: server.url('postgres').replace(/:[^:@]+@/, ':wrong@') })
  await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' })
  await server.stop()
  expect(existsSync(rows[0]?.data ?? '')).toBe(false)
})

test('in CI a missing server is a failure, elsewhere one line', async () => {
  vi.stubEnv('CI', '1')
  await expect(startDebianPostgres({}, '/nowhere')).rejects.toThrow('apt-get install postgresql')
  vi.stubEnv('CI', '')
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(await startDebianPostgres({}, '/nowhere')).toBeNull()
  expect(print.mock.calls).toEqual([[expect.stringMatching(/^skipped: /)]])
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
