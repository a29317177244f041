import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { prismaProject } from '#lib/testing/prisma-project.ts'
import { scratchDatabases } from '#lib/testing/scratch-databases.ts'

const ENGINE = resolve(import.meta.dirname, 'schema-engine.mjs')
const SECONDS = { timeout: 300_000 }

const databases = scratchDatabases()
const project = prismaProject()
afterAll(project.remove)

/** Speaks to the stand-in as Prisma's command line does. */
function engine(args: string[], ...requests: object[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(ENGINE, args)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('close', (code) => done({ code, stdout, stderr }))
    child.stdin.end(requests.map((request) => `${JSON.stringify({ jsonrpc: '2.0', id: 1, ...request })}\n`).join(''))
  })
}

test('a schema grows by migrations that Prisma writes, mends by hand survive, and drift and lost data are seen', SECONDS, async () => {
  const url = databases.next()
  const { prisma, writeModels, writeMigration, migrations } = project
  writeModels('model Thing {\nid Int @id\nname String\n}\n')
  expect(await prisma(url, 'migrate', 'dev', '--name', 'first')).toMatchObject({ code: 0, output: expect.stringContaining('in sync') })
  const [first] = readdirSync(migrations)
  expect(readFileSync(join(migrations, first ?? '', 'migration.sql'), 'utf8')).toContain('CREATE TABLE "Thing"')

  // Semicolons within a function and a DO block, and replaying everything in a shadow database
  writeMigration(
    '30000101000000_by_hand',
    `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$; DO $$ BEGIN PERFORM one(); END $$;`,
  )
  writeModels('model Thing {\nid Int @id\nname String\nnote String?\n}\n')
  expect(await prisma(url, 'migrate', 'dev', '--name', 'second')).toMatchObject({ code: 0 })
  expect(await databases.rows(url, 'SELECT one(), note FROM "Thing"')).toEqual([])
  expect(await prisma(url, 'migrate', 'status')).toMatchObject({ code: 0, output: expect.stringContaining('up to date') })

  await databases.rows(url, `INSERT INTO "Thing" VALUES (1, 'kept', 'precious')`)
  writeModels('model Thing {\nid Int @id\nname String\n}\n')
  const lossy = await prisma(url, 'migrate', 'dev', '--name', 'lossy')
  expect(lossy).toMatchObject({ code: expect.not.toBeOneOf([0]), output: expect.stringContaining('note') })
  expect(await databases.rows(url, 'SELECT note FROM "Thing"')).toEqual([{ note: 'precious' }])

  const compare = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'schema.prisma', '--exit-code']
  expect(await prisma(url, ...compare)).toMatchObject({ code: 2, output: expect.stringContaining('note') })
  writeModels('model Thing {\nid Int @id\nname String\nnote String?\n}\n')
  expect(await prisma(url, ...compare)).toMatchObject({ code: 0 })

  expect(await prisma(url, 'migrate', 'reset', '--force')).toMatchObject({ code: 0 })
  expect(await databases.rows(url, 'SELECT one(), note FROM "Thing"')).toEqual([])
  const left = await databases.rows(url, `SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'`)
  expect(left).toEqual([])
})

test('a server that does not answer, and a wrong password, are said in so many words', SECONDS, async () => {
  expect(await project.prisma('postgresql://nobody@127.0.0.1:1/none', 'migrate', 'status')).toMatchObject({ code: 1, output: expect.stringContaining('P1001') })
  const wrong = databases.next().replace(/:[^:@]+@/, ':wrong@')
  expect(await project.prisma(wrong, 'migrate', 'deploy')).toMatchObject({ code: 1, output: expect.stringContaining('P1000') })
})

test('an account that may not create the shadow database is told so', SECONDS, async () => {
  const url = databases.next()
  const { name, account } = { name: new URL(url).pathname.slice(1), account: `tenure_test_limited_${process.pid}` }
  const server = inject('testServer').url
  await databases.rows(server, `CREATE ROLE ${account} LOGIN PASSWORD 'x'`)
  await databases.rows(server, `CREATE DATABASE ${name} OWNER ${account}`)
  const limited = Object.assign(new URL(url), { username: account, password: 'x' }).toString()
  const result = await project.prisma(limited, 'migrate', 'dev', '--name', 'x')
  await databases.rows(server, `DROP DATABASE ${name} WITH (FORCE)`)
  await databases.rows(server, `DROP ROLE ${account}`)
  expect(result).toMatchObject({ code: 1, output: expect.stringContaining('permission denied to create database') })
})

test('databases are created, found and dropped', SECONDS, async () => {
  const datasource = ['--datasource', JSON.stringify({ url: databases.next() })]
  expect(await engine([...datasource, 'cli', 'can-connect-to-database'])).toMatchObject({ code: 1, stderr: expect.stringContaining('P1003') })
  expect(await engine([...datasource, 'cli', 'create-database'])).toMatchObject({ code: 0 })
  expect(await engine([...datasource, 'cli', 'can-connect-to-database'])).toMatchObject({ code: 0 })
  expect(await engine([...datasource, 'cli', 'create-database'])).toMatchObject({ code: 1, stderr: expect.stringContaining('P1009') })
  expect(await engine([...datasource, 'cli', 'drop-database'])).toMatchObject({ code: 0 })
  expect(await engine([...datasource, 'cli', 'no-such-command'])).toMatchObject({ code: 1, stderr: expect.stringContaining('no-such-command') })
})

test('a panic of the engine is an exit code, never a silent success', SECONDS, async () => {
  const datasource = ['--datasource', JSON.stringify({ url: inject('testServer').url })]
  expect(await engine(datasource, { method: 'debugPanic' })).toMatchObject({ code: 101, stderr: expect.stringContaining('panicked') })
})

test('a method that the engine does not have is an error of its own', SECONDS, async () => {
  const { code, stdout } = await engine([], { method: 'noSuchMethod' })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 1, error: { code: -32603, message: expect.stringContaining('noSuchMethod') } })
})

test('it names the version of the engine inside', SECONDS, async () => {
  expect(await engine(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^schema-engine-cli [0-9a-f]{40}\n$/) })
})
