import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const directory = mkdtempSync(join(tmpdir(), 'tenure-generate-'))
afterAll(() => rmSync(directory, { recursive: true }))

const generate = () => spawnSync(process.execPath, [join(directory, 'scripts/generate-client.mjs')], { encoding: 'utf8' })

test('an installation without the command line or the schema goes through, and one whose schema is wrong says so', { timeout: 180_000 }, () => {
  cpSync(join(ROOT, 'scripts/generate-client.mjs'), join(directory, 'scripts/generate-client.mjs'))
  expect(generate()).toMatchObject({ status: 0, stdout: '', stderr: '' })
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  expect(generate()).toMatchObject({ status: 0, stdout: '', stderr: '' })
  cpSync(join(ROOT, 'prisma.config.ts'), join(directory, 'prisma.config.ts'))
  mkdirSync(join(directory, 'prisma/schema'), { recursive: true })
  writeFileSync(join(directory, 'prisma/schema/broken.prisma'), 'model Broken {')
  expect(generate()).toMatchObject({ status: 0, stderr: expect.stringContaining('The database client was not generated') })
})
