import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { prismaProject } from '#lib/testing/prisma-project.ts'
import { scratchDatabases } from '#lib/testing/scratch-databases.ts'
import { migrateDeploy } from './migrate-deploy.ts'

const FUNCTION = `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END; $$;`

const databases = scratchDatabases()
const { migrations, writeMigration: migration, prisma, clear, remove } = prismaProject()
let url = ''

afterAll(remove)
beforeEach(() => {
  url = databases.next()
  clear()
})

test('migrations are applied in order and once, to a database that is created when it is missing', async () => {
  migration('2_second', 'ALTER TABLE first ADD COLUMN b int;')
  migration('1_first', `CREATE TABLE first (a int); ${FUNCTION}`)
  expect(await migrateDeploy(url, migrations)).toEqual(['1_first', '2_second'])
  expect(await migrateDeploy(url, migrations)).toEqual([])
  expect(await databases.rows(url, 'SELECT a, b, twice(4) AS eight FROM first')).toEqual([])
})

test('a folder without migrations, or none at all, is up to date', async () => {
  expect(await migrateDeploy(url, migrations)).toEqual([])
  expect(await migrateDeploy(url, join(migrations, 'nowhere'))).toEqual([])
})

test("Prisma's own command line finds the database up to date afterwards, and continues where it ends", { timeout: 180_000 }, async () => {
  migration('1_first', `CREATE TABLE first (a int); ${FUNCTION}`)
  await migrateDeploy(url, migrations)
  expect(await prisma(url, 'migrate', 'status')).toMatchObject({ code: 0, output: expect.stringContaining('Database schema is up to date!') })
  migration('2_second', 'ALTER TABLE first ADD COLUMN b int;')
  expect(await prisma(url, 'migrate', 'deploy')).toMatchObject({ code: 0, output: expect.stringContaining('2_second') })
  expect(await migrateDeploy(url, migrations)).toEqual([])
})

test('a migration that fails changes nothing, and none follows until somebody settles it', { timeout: 180_000 }, async () => {
  migration('1_first', 'CREATE TABLE first (a int);')
  migration('2_broken', 'CREATE TABLE half (a int); SELECT no_such_function();')
  migration('3_third', 'CREATE TABLE third (a int);')
  const failure = { code: 'conflict', message: expect.stringMatching(/2_broken failed: .*no_such_function.*resolve --rolled-back 2_broken/) }
  await expect(migrateDeploy(url, migrations)).rejects.toMatchObject(failure)
  await expect(migrateDeploy(url, migrations)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('2_broken failed earlier') })
  expect(await databases.rows(url, `SELECT to_regclass('half') AS half, to_regclass('third') AS third`)).toEqual([{ half: null, third: null }])
  expect(await prisma(url, 'migrate', 'deploy')).toMatchObject({ code: 1, output: expect.stringContaining('P3009') })

  migration('2_broken', 'CREATE TABLE half (a int);')
  expect(await prisma(url, 'migrate', 'resolve', '--rolled-back', '2_broken')).toMatchObject({ code: 0 })
  expect(await migrateDeploy(url, migrations)).toEqual(['2_broken', '3_third'])
})

test('of several that start at once one applies, and the others find nothing to do', async () => {
  migration('1_first', 'CREATE TABLE first (a int); SELECT pg_sleep(0.2);')
  const results = await Promise.all([1, 2, 3, 4].map(() => migrateDeploy(url, migrations)))
  expect(results.toSorted((a, b) => b.length - a.length)).toEqual([['1_first'], [], [], []])
})

test('a migration that was changed after it was applied is warned about; other line ends are no change', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  migration('1_first', 'CREATE TABLE first\n(a int);\n')
  await migrateDeploy(url, migrations)
  migration('1_first', 'CREATE TABLE first\r\n(a int);\r\n')
  await migrateDeploy(url, migrations)
  expect(warn).not.toHaveBeenCalled()
  migration('1_first', 'CREATE TABLE first (a bigint);')
  await migrateDeploy(url, migrations)
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('1_first was changed'))
  warn.mockRestore()
})

test('a migration without its script is refused before anything is applied', async () => {
  migration('1_first', 'CREATE TABLE first (a int);')
  mkdirSync(join(migrations, '2_empty'))
  await expect(migrateDeploy(url, migrations)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('2_empty') })
})
