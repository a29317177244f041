import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { openTestRun } from './test-run.ts'

const server = inject('testServer').url
const url = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).toString()
const admin = new pg.Pool({ connectionString: server, max: 1 })
const folder = mkdtempSync(join(tmpdir(), 'tenure-test-run-'))
let runs = 0

afterAll(async () => {
  await admin.end()
  rmSync(folder, { recursive: true })
})

// No two tests here may share a template, nor share one with a run of somebody else
beforeEach(() => migration(`table t${process.pid}_${Date.now()} (id int)`))

function migration(what: string): void {
  rmSync(join(folder, '1_first'), { recursive: true, force: true })
  mkdirSync(join(folder, '1_first'))
  writeFileSync(join(folder, '1_first/migration.sql'), `CREATE ${what};`)
}

const open = () => openTestRun({ url, migrations: folder, prefix: `tenure_test_${process.pid.toString(16)}${(runs++).toString(16)}` })
const idOf = async (name: string) => (await admin.query<{ oid: number }>('SELECT oid FROM pg_database WHERE datname = $1', [name])).rows[0]?.oid

test('the template is made once for one state of the migrations', async () => {
  const first = await open()
  const id = await idOf(first.template)
  const second = await open()
  expect(second.template).toBe(first.template)
  expect(await idOf(second.template)).toBe(id)
  await first.close()
  await second.close()
})

test('a changed migration makes a new template; the old one goes when no run uses it any more', async () => {
  const before = await open()
  migration('table changed (id int)')
  const after = await open()
  expect(after.template).not.toBe(before.template)
  expect(await idOf(before.template)).toBeDefined()
  await before.close()
  const later = await open()
  expect(await idOf(before.template)).toBeUndefined()
  await after.close()
  await later.close()
})

test('what a killed run left behind is dropped by the next one', async () => {
  await admin.query('CREATE DATABASE tenure_test_0dead0_1')
  const run = await open()
  expect(await idOf('tenure_test_0dead0_1')).toBeUndefined()
  expect(await idOf(inject('testServer').template)).toBeDefined()
  await run.close()
})

test('a template that fails to migrate is not kept under its name', async () => {
  migration('nonsense')
  await expect(open()).rejects.toThrow('syntax error')
  const { rows } = await admin.query(`SELECT datname FROM pg_database WHERE datname LIKE 'tenure\\_template%' AND datname NOT LIKE '%\\_new'`)
  migration('table again (id int)')
  const run = await open()
  expect(rows).not.toContainEqual({ datname: run.template })
  await run.close()
})
