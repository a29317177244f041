import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { edges, kernel, rooms } from './rooms.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const ROOMS = 'tenure(rooms)'
const MUTATIONS = 'tenure(mutations)'
const AMBIENT = 'tenure(ambient)'

const Report = z.object({ number_of_files: z.number(), diagnostics: z.array(z.object({ code: z.string(), filename: z.string(), message: z.string() })) })

const model = (call: string) => `export const f = (tx: { identity: { ${call}(a: object): Promise<void> } }) => tx.identity.${call}({})`
const raw = (client: string, call: string, sql: string) =>
  `export const f = (${client}: { ${call}(text: TemplateStringsArray): Promise<void> }) => ${client}.${call}\`${sql}\``

/** What the cases import. Which of a room's files are verbs is seen from what they hold. */
const support: [path: string, code: string][] = [
  ['lib/command/command.ts', 'export const command = <T,>(definition: T): T => definition'],
  ['lib/access/approve-request.ts', `import { command } from '#lib/command/command.ts'\nexport const approveRequest = command({})`],
  ['lib/access/settle.ts', raw('db', '$queryRaw', 'UPDATE request SET state = 1')],
  ['lib/access/answer.ts', `import { approveRequest } from './approve-request.ts'\nexport const answer = approveRequest`],
  ['lib/access/digest.ts', 'export const digest = 1'],
  ['lib/access/rules.ts', 'export type AccessRequest = { id: string }\nexport const isOpen = 1'],
  ['lib/access/store.ts', 'export const getRequest = 1'],
  ['lib/access/queries.ts', 'export const showRequest = 1'],
  ['lib/people/permissions.rules.ts', 'export const may = 1'],
  ['lib/people/sessions.ts', 'export const openSession = 1'],
  ['lib/testing/factories.ts', 'export const anIdentity = 1'],
  ['lib/access/world.test.ts', 'export const world = 1'],
]

/** Each file must be refused with this code. */
const refused: [path: string, code: string, by: string][] = [
  // The order of the rooms
  ['lib/core/looks-down.ts', `import { isOpen } from '#lib/access/rules.ts'\nexport const x = isOpen`, ROOMS],
  ['lib/core/looks-down-for-a-type.ts', `import type { AccessRequest } from '#lib/access/rules.ts'\nexport type X = AccessRequest`, ROOMS],
  ['lib/core/looks-down-inline.ts', `export type X = import('#lib/access/rules.ts').AccessRequest`, ROOMS],
  ['lib/inventory/looks-down.ts', `import { isOpen } from '#lib/access/rules.ts'\nexport const x = isOpen`, ROOMS],
  ['lib/inventory/looks-down-later.ts', `export const f = () => import('#lib/access/rules.ts')`, ROOMS],
  ['lib/inventory/hands-on.ts', `export { isOpen } from '#lib/access/rules.ts'`, ROOMS],
  ['lib/inventory/hands-all-on.ts', `export * from '#lib/access/rules.ts'`, ROOMS],
  ['lib/unknown/room.ts', `import { may } from '#lib/people/permissions.rules.ts'\nexport const x = may`, ROOMS],
  ['app/unknown.ts', `import { x } from '#lib/unknown/room.ts'\nexport const y = x`, ROOMS],
  ['lib/access/across.ts', `import { may } from '../people/permissions.rules.ts'\nexport const x = may`, ROOMS],
  ['app/access/across.ts', `import { isOpen } from '../../lib/access/rules.ts'\nexport const x = isOpen`, ROOMS],
  // What is pure, what reads, what writes
  ['lib/access/sub.rules.ts', `import { getRequest } from './store.ts'\nexport const x = getRequest`, ROOMS],
  ['lib/access/rules/next.ts', `import { redirect } from 'next/navigation'\nexport const x = redirect`, ROOMS],
  ['lib/access/rules/node.ts', `import { createHash } from 'node:crypto'\nexport const x = createHash`, ROOMS],
  ['lib/access/schemas/node.ts', `import { createHash } from 'crypto'\nexport const x = createHash`, ROOMS],
  ['lib/core/node.ts', `import { createHash } from 'node:crypto'\nexport const x = createHash`, ROOMS],
  ['lib/access/queries/verb.ts', `import { approveRequest } from '../approve-request.ts'\nexport const x = approveRequest`, ROOMS],
  ['lib/access/queries/writer.ts', `import { f } from '../settle.ts'\nexport const x = f`, ROOMS],
  ['lib/access/queries/missing.ts', `import { f } from '../no-such-file.ts'\nexport const x = f`, ROOMS],
  ['lib/leases/calls-a-verb.ts', `import { approveRequest } from '#lib/access/approve-request.ts'\nexport const x = approveRequest`, ROOMS],
  ['lib/leases/calls-a-hidden-verb.ts', `import { answer } from '#lib/access/answer.ts'\nexport const x = answer`, ROOMS],
  // Packages with few doors
  ['lib/access/prisma.ts', `import { PrismaClient } from '@prisma/client'\nexport const x = PrismaClient`, ROOMS],
  ['lib/systems/drivers/prisma.ts', `import { PrismaClient } from '@prisma/client'\nexport const x = PrismaClient`, ROOMS],
  ['lib/access/pg.ts', `import pg from 'pg'\nexport const x = pg`, ROOMS],
  ['lib/jobs/pg.ts', `import pg from 'pg'\nexport const x = pg`, ROOMS],
  ['app/pg.ts', `import pg from 'pg'\nexport const x = pg`, ROOMS],
  ['control-plane/pg.ts', `import { from } from 'pg-copy-streams'\nexport const x = from`, ROOMS],
  ['lib/access/next.ts', `import { redirect } from 'next/navigation'\nexport const x = redirect`, ROOMS],
  ['lib/people/react.ts', `import { cache } from 'react'\nexport const x = cache`, ROOMS],
  ['control-plane/next.ts', `import { headers } from 'next/headers'\nexport const x = headers`, ROOMS],
  ['bin/next.ts', `import { headers } from 'next/headers'\nexport const x = headers`, ROOMS],
  ['lib/access/next-auth.ts', `import NextAuth from 'next-auth'\nexport const x = NextAuth`, ROOMS],
  ['app/next-auth.ts', `import NextAuth from 'next-auth'\nexport const x = NextAuth`, ROOMS],
  // Screens, servers, tests
  ['lib/leases/screen.ts', `import { Row } from '#components/access/request-row.tsx'\nexport const x = Row`, ROOMS],
  ['lib/jobs/server.ts', `import { start } from '#control-plane/server.ts'\nexport const x = start`, ROOMS],
  ['app/server.ts', `import { start } from '#control-plane/server.ts'\nexport const x = start`, ROOMS],
  ['components/ui/button.tsx', `import { RequestRow } from '#components/access/request-row.tsx'\nexport const B = RequestRow`, ROOMS],
  ['components/ui/state.tsx', `import { isOpen } from '#lib/access/rules.ts'\nexport const x = isOpen`, ROOMS],
  ['components/access/list.tsx', `import { showRequest } from '#lib/access/queries.ts'\nexport const x = showRequest`, ROOMS],
  ['components/access/go.tsx', `import { approveRequest } from '#lib/access/approve-request.ts'\nexport const x = approveRequest`, ROOMS],
  ['components/access/database.tsx', `import type { Db } from '#lib/db/client.ts'\nexport type X = Db`, ROOMS],
  ['components/access/from-app.tsx', `import { approve } from '#app/access/actions.ts'\nexport const x = approve`, ROOMS],
  ['components/access/node.tsx', `import { join } from 'node:path'\nexport const x = join`, ROOMS],
  ['components/access/beside.tsx', `import { Button } from '../ui/button.tsx'\nexport const x = Button`, ROOMS],
  ['app/access/db.tsx', `import type { Db } from '#lib/db/client.ts'\nexport type X = Db`, ROOMS],
  ['app/access/audit.ts', `import { append } from '#lib/audit/append.ts'\nexport const x = append`, ROOMS],
  ['app/access/queue.ts', `import { queue } from '#lib/jobs/queue.ts'\nexport const x = queue`, ROOMS],
  ['app/access/load.ts', `import { getRequest } from '#lib/access/store.ts'\nexport const x = getRequest`, ROOMS],
  ['control-plane/load.ts', `import { getRequest } from '#lib/access/store.ts'\nexport const x = getRequest`, ROOMS],
  ['control-plane/db.ts', `import { createDb } from '#lib/db/client.ts'\nexport const x = createDb`, ROOMS],
  ['control-plane/audit.ts', `import { append } from '#lib/audit/append.ts'\nexport const x = append`, ROOMS],
  ['lib/access/uses-factories.ts', `import { anIdentity } from '#lib/testing/factories.ts'\nexport const x = anIdentity`, ROOMS],
  ['lib/access/uses-a-test.ts', `import { world } from './world.test.ts'\nexport const x = world`, ROOMS],
  ['bin/uses-factories.ts', `import { anIdentity } from '#lib/testing/factories.ts'\nexport const x = anIdentity`, ROOMS],
  // Writes outside a verb
  ['app/api/write.ts', model('update'), MUTATIONS],
  ['control-plane/write.ts', model('create'), MUTATIONS],
  ['lib/jobs/write.ts', model('deleteMany'), MUTATIONS],
  ['lib/web/write.ts', model('upsert'), MUTATIONS],
  ['lib/access/queries/write.ts', model('updateMany'), MUTATIONS],
  ['lib/access/store/write.ts', model('delete'), MUTATIONS],
  ['lib/access/write.rules.ts', model('create'), MUTATIONS],
  ['lib/people/store.ts', model('create'), MUTATIONS],
  ['lib/access/queries/nested.ts', 'export const f = (scope: { tx: { lease: { create(a: object): void } } }) => scope.tx.lease.create({})', MUTATIONS],
  ['lib/access/queries/raw.ts', raw('tx', '$executeRaw', 'SELECT 1'), MUTATIONS],
  ['lib/access/queries/returning.ts', raw('tx', '$queryRaw', 'WITH gone AS (DELETE FROM lease RETURNING id) SELECT id FROM gone'), MUTATIONS],
  ['lib/access/queries/pool.ts', `export const f = (pool: { query(text: string): void }) => pool.query('update lease set state = 1')`, MUTATIONS],
  // The clock and the environment
  ['lib/access/clock.rules.ts', 'export const f = (d: Date) => d < new Date()', AMBIENT],
  ['lib/access/clock.ts', 'export const f = () => Date.now()', AMBIENT],
  ['lib/audit/clock.ts', 'export const f = () => Date()', AMBIENT],
  ['lib/systems/clock.ts', 'export const f = () => new Date()', AMBIENT],
  ['lib/access/env.ts', `export const f = () => process.env['X']`, AMBIENT],
  ['lib/db/env.ts', `export const f = () => process['env']`, AMBIENT],
  ['lib/web/env.ts', 'const { env } = process\nexport const f = () => env', AMBIENT],
  ['control-plane/env.ts', `import { env } from 'node:process'\nexport const f = () => env`, AMBIENT],
  ['components/access/env.tsx', 'export const f = () => process.env.NODE_ENV', AMBIENT],
  // What the linter brings along
  ['lib/access/circle-a.ts', `import { b } from './circle-b.ts'\nexport const a = b`, 'import(no-cycle)'],
  ['lib/access/circle-b.ts', `import { a } from './circle-a.ts'\nexport const b = a`, 'import(no-cycle)'],
  ['lib/access/default.ts', 'export default function f() { return 1 }', 'import(no-default-export)'],
  ['lib/access/BadName.ts', 'export const x = 1', 'unicorn(filename-case)'],
  ['lib/access/floating.ts', 'async function f() { return 1 }\nexport function g() { f() }', 'typescript(no-floating-promises)'],
  ['lib/access/exhaustive.ts', `export const f = (a: 'x' | 'y') => { switch (a) { case 'x': return 1 } return 2 }`, 'typescript(switch-exhaustiveness-check)'],
  ['lib/access/any.ts', 'export const f = (a: any) => a', 'typescript(no-explicit-any)'],
  ['lib/access/bang.ts', 'export const f = (a: string | null) => a!.length', 'typescript(no-non-null-assertion)'],
]

/** In none of these files may a rule of ours find anything. */
const allowed: [path: string, code: string][] = [
  ['components/access/may.tsx', `import { may } from '#lib/people/permissions.rules.ts'\nexport const x = may`],
  ['components/ui/core.tsx', `import { DAY } from '#lib/core/time.ts'\nexport const x = DAY`],
  [
    'components/access/props.tsx',
    `import type { AccessRequest } from '#lib/access/rules.ts'\nimport type { showRequest } from '#lib/access/queries.ts'\nexport type X = [AccessRequest, typeof showRequest]`,
  ],
  ['components/access/sign-in.tsx', `import { signIn } from 'next-auth/react'\nexport const x = signIn`],
  [
    'lib/leases/rules.ts',
    `import { may } from '#lib/people/permissions.rules.ts'\nimport { isOpen } from '#lib/access/rules.ts'\nexport const x = [may, isOpen]`,
  ],
  [
    'lib/leases/issue.ts',
    `import { getRequest } from '#lib/access/store.ts'\nimport { command } from '#lib/command/command.ts'\nimport { digest } from '#lib/access/digest.ts'\nexport const x = [getRequest, command, digest]`,
  ],
  ['lib/access/queries/parts.ts', `import { digest } from '../digest.ts'\nexport const x = digest`],
  ['lib/jobs/expire.ts', `import { approveRequest } from '#lib/access/approve-request.ts'\nexport const x = approveRequest`],
  [
    'lib/web/act.ts',
    `import { redirect } from 'next/navigation'\nimport NextAuth from 'next-auth'\nimport { approveRequest } from '#lib/access/approve-request.ts'\nexport const x = [redirect, NextAuth, approveRequest]`,
  ],
  ['app/access/actions.ts', `import { approveRequest } from '#lib/access/approve-request.ts'\nexport const x = approveRequest`],
  ['app/access/page.tsx', `import { showRequest } from '#lib/access/queries.ts'\nexport default async function P() { return String(showRequest) }`],
  [
    'control-plane/leases.ts',
    `import { approveRequest } from '#lib/access/approve-request.ts'\nimport { showRequest } from '#lib/access/queries.ts'\nexport const x = [approveRequest, showRequest, new Date()]`,
  ],
  ['lib/people/next-auth.ts', `import NextAuth from 'next-auth'\nexport const x = NextAuth`],
  ['lib/systems/drivers/pg.ts', `import pg from 'pg'\nexport const x = pg`],
  ['lib/db/pg.ts', `import pg from 'pg'\nimport { PrismaPg } from '@prisma/adapter-pg'\nexport const x = [pg, PrismaPg]`],
  [
    'bin/start.ts',
    `import pg from 'pg'\nimport { createDb } from '#lib/db/client.ts'\nimport { start } from '#control-plane/server.ts'\nexport const x = [pg, createDb, start, process.env['X']]`,
  ],
  ['bench/measure.ts', `import pg from 'pg'\nimport { anIdentity } from '#lib/testing/factories.ts'\nexport const x = [pg, anIdentity]`],
  ['e2e/story.ts', `import pg from 'pg'\nimport { anIdentity } from '#lib/testing/factories.ts'\nexport const x = [pg, anIdentity]`],
  [
    'lib/systems/testing/target.ts',
    `import pg from 'pg'\nimport { anIdentity } from '#lib/testing/factories.ts'\nexport const x = [pg, anIdentity, new Date()]`,
  ],
  [
    'lib/access/verb.test.ts',
    `import pg from 'pg'\nimport { anIdentity } from '#lib/testing/factories.ts'\nimport { approveRequest } from './approve-request.ts'\nexport const x = [pg, anIdentity, approveRequest, new Date()]`,
  ],
  ['lib/access/until.rules.ts', 'export const until = (iso: string) => new Date(iso)'],
  ['lib/access/set-based.ts', raw('tx', '$executeRaw', 'UPDATE lease SET state = 1')],
  ['lib/access/create-id.ts', 'export const f = (LeaseId: { create(): string }) => LeaseId.create()'],
  ['lib/access/queries/ids.ts', 'export const f = (LeaseId: { create(): string }) => LeaseId.create()'],
  ['lib/access/queries/list.ts', raw('tx', '$queryRaw', 'SELECT updated_at, created_at FROM lease FOR UPDATE')],
  ['lib/people/grant-role.ts', model('update')],
  ['lib/config/config.ts', 'export const env = process.env'],
  ['some.config.ts', `import { findChromium } from './scripts/find-chromium.mjs'\nexport const x = [findChromium, process.env['X']]`],
]

const top = mkdtempSync(join(tmpdir(), 'tenure-lint-'))
const directory = join(top, 'project')
afterAll(() => rmSync(top, { recursive: true }))

let files = 0
const found = new Map<string, string[]>()

function write(path: string, code: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true })
  writeFileSync(join(directory, path), `${code}\n`)
}

/** All cases at once, through the project's own configuration and the same command as `npm run lint`. */
beforeAll(() => {
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json', 'tools']) cpSync(join(ROOT, name), join(directory, name), { recursive: true })
  // Above the project: packages are found there, and the linter does not walk through them
  symlinkSync(join(ROOT, 'node_modules'), join(top, 'node_modules'))
  for (const [path, code] of [...support, ...refused, ...allowed]) write(path, code)
  const command = [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '-f', 'json']
  const { stdout } = spawnSync(process.execPath, command, { cwd: directory, encoding: 'utf8', maxBuffer: 1e8, timeout: 280_000 })
  const report = Report.parse(JSON.parse(stdout))
  files = report.number_of_files
  for (const { code, filename } of report.diagnostics) found.set(filename, [...(found.get(filename) ?? []), code])
}, 300_000)

test('the linter looked at every file, and at each case once', () => {
  const paths = [...support, ...refused, ...allowed].map(([path]) => path)
  expect(new Set(paths).size).toBe(paths.length)
  expect(files).toBeGreaterThanOrEqual(paths.length)
})

describe('refused:', () => {
  test.for(refused)('%s', ([path, , by]) => expect(found.get(path) ?? []).toContain(by))
})

describe('allowed:', () => {
  test.for([...support, ...allowed])('%s', ([path]) => expect((found.get(path) ?? []).filter((code) => code.startsWith('tenure'))).toEqual([]))
})

test('every folder of lib is a room, and the special rooms are among them', () => {
  const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders) expect(rooms).toContain(name)
  for (const room of [...kernel, ...edges]) expect(rooms).toContain(room)
  expect(new Set(rooms).size).toBe(rooms.length)
})
