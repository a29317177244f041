import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { testDatabase } from '#lib/testing/database.ts'

const ROOT = resolve(import.meta.dirname, '..')
const database = await testDatabase()

test('the migrations make exactly the tables that the schema describes', { timeout: 180_000 }, () => {
  const args = ['node_modules/prisma/build/index.js', 'migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema', '--exit-code']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, DATABASE_URL: database.url }, encoding: 'utf8' })
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('No difference detected') })
})
