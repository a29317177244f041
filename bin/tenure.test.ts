import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parseConfig } from '#lib/config/config.ts'
import { seal } from '#lib/crypto/envelope.ts'
import { connectSystem } from '#lib/systems/connect-system.ts'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { authorizationDetails, credentialReport } from '#lib/testing/aws-exports.ts'
import { contextFor, someone, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { scratchDatabases } from '#lib/testing/scratch-databases.ts'

const TENURE = resolve(import.meta.dirname, 'tenure.mjs')
const data = await testData()
const scratch = scratchDatabases()
const folder = mkdtempSync(join(tmpdir(), 'tenure-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const environment = { DATABASE_URL: data.url, TENURE_ENCRYPTION_KEYS: `test:${Buffer.from(TEST_KEYRING.keys['test'] ?? []).toString('base64')}` }

/** Runs the command as somebody at a terminal does, from another folder, with no more of the environment than it is told. */
async function tenure(args: string[], env: Record<string, string> = environment) {
  const child = spawn(process.execPath, [TENURE, ...args], { cwd: folder, env: { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '', ...env } })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, ...output }
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return name
}

test('an export is imported into a system that is made for it: counts on standard output, and again nothing new', { timeout: 60_000 }, async () => {
  const details = file('details.json', authorizationDetails({ users: [{ name: 'ci' }, { name: 'ann' }], roles: [{ name: 'web' }] }))
  const first = await tenure(['import', details, '--system', 'AWS', '--kind', 'aws_iam', '--environment', 'production'])
  expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining('rror') })
  expect(first.stdout).toMatch(/^identities +3 +0 +0 +0 +0 +3$/m)
  const report = await tenure(['import', file('report.csv', credentialReport([{ name: 'ci' }, { name: 'ann', password: true }])), '--system', 'AWS', '--json'])
  expect(JSON.parse(report.stdout)).toMatchObject({ state: 'succeeded', counts: { identities: { new: 0, changed: 2 }, credentials: { new: 1 } } })
  const again = await tenure(['import', details, '--system', 'AWS'])
  expect(again.stdout).toMatch(/^identities +0 +0 +3 +0 +0 +3$/m)
  const entries = await data.db.auditEntry.findMany({ where: { action: 'systems.connect' } })
  expect(entries).toMatchObject([{ actor: expect.stringMatching(/^user:cli:/), actorName: expect.stringContaining('(command line)') }])
})

test('a file that is cut off fails with its place on standard error, and changes nothing', { timeout: 60_000 }, async () => {
  const before = await data.db.identity.count()
  const cut = await tenure([
    'import',
    file('cut.json', authorizationDetails({ users: [{ name: 'ci' }] }).slice(0, 120)),
    '--system',
    'Cut',
    '--kind',
    'aws_iam',
    '--environment',
    'sandbox',
  ])
  expect(cut).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/line 1, column 121, byte 120/) })
  expect(await data.db.identity.count()).toBe(before)
})

test('a live server is discovered by its name', { timeout: 120_000 }, async () => {
  const server = await eachPostgres[0]?.[1]()
  if (!server) throw new Error('the embedded PostgreSQL did not start')
  try {
    await prepareByTheGuide(server)
    await connectSystem(contextFor(data, someone('admin')), {
      kind: 'postgresql',
      name: 'shop',
      environment: 'staging',
      settings: guideSettings(server, 'tenure_discovery'),
    })
    const found = await tenure(['discover', '--system', 'shop'])
    expect(found).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Live discovery: \d+ records$/m) })
    expect(await data.db.identity.count({ where: { system: { name: 'shop' }, name: 'app_reader' } })).toBe(1)
  } finally {
    await server.stop()
  }
  const gone = await tenure(['discover', '--system', 'shop'])
  expect(gone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('shop cannot be read') })
})

test.each([
  ['no system of that name', ['discover', '--system', 'nowhere'], 1, /no system named nowhere/],
  ['no such system and no kind to make it of', ['import', 'tenure.test', '--system', 'nowhere'], 1, /There is no file/],
  ['no file', ['import', '--system', 'AWS'], 2, /^Usage: tenure import/],
  ['an option that does not exist', ['discover', '--bogus'], 2, /--bogus[\s\S]*Usage: tenure discover/],
  ['a command that does not exist', ['abolish'], 2, /There is no command "abolish"/],
])('called with %s, it says so and what to do', async (_what, args, code, says) => {
  expect(await tenure(args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) })
})

test('it names what is missing of the environment, and a database that does not answer', async () => {
  expect(await tenure(['discover', '--system', 'x'], {})).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/DATABASE_URL is missing[\s\S]*TENURE_ENCRYPTION_KEYS is missing/),
  })
  const nobody = { ...environment, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
  expect(await tenure(['discover', '--system', 'x'], nobody)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The database of DATABASE_URL cannot be used: .*ECONNREFUSED/),
  })
})

test('the keys it prints are an environment that Tenure accepts, and never the same twice', async () => {
  const read = async () =>
    Object.fromEntries(
      (await tenure(['keys'], {})).stdout
        .split('\n')
        .flatMap((line) => [/^(\w+)=(.+)$/.exec(line)?.slice(1) ?? []])
        .filter((pair) => pair.length > 0),
    ) as Record<string, string>
  const [one, other] = [await read(), await read()]
  const config = parseConfig({ ...one, DATABASE_URL: data.url, TENURE_URL: 'https://tenure.example.com', TENURE_DEMO: '1' })
  expect(seal(config.TENURE_ENCRYPTION_KEYS, 'x', 'y')).toMatch(/^tnr1\.k\d{8}\./)
  for (const name of ['TENURE_ENCRYPTION_KEYS', 'TENURE_SIGNING_KEY', 'TENURE_SESSION_SECRET']) expect(one[name]).not.toBe(other[name])
})

test('it makes and migrates a database, once', { timeout: 60_000 }, async () => {
  const DATABASE_URL = scratch.next()
  expect(await tenure(['migrate'], { DATABASE_URL })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^applied \d+_init$/m) })
  expect(await tenure(['migrate'], { DATABASE_URL })).toMatchObject({ code: 0, stdout: 'The database is up to date\n' })
})
