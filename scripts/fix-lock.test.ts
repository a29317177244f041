import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { completeLock } from './fix-lock.mjs'

const complete = (packages: object) => completeLock({ name: 'x', lockfileVersion: 3, packages })

test('a package for another platform that the registry did not have is added with its platform', () => {
  const { lock, added } = complete({
    '': { dependencies: { tool: '1.0.0' } },
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/cli-darwin-arm64': '1.0.0',
        '@tool/cli-linux-x64-musl': '^1.0.0',
        '@tool/windows-x64': '~1.0.0',
        '@tool/linux-armv7l-gnueabihf': '1.0.0',
      },
    },
  })
  expect(added).toHaveLength(4)
  expect(lock.packages).toMatchObject({
    'node_modules/@tool/cli-darwin-arm64': { version: '1.0.0', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
    'node_modules/@tool/cli-linux-x64-musl': { version: '1.0.0', cpu: ['x64'], os: ['linux'], libc: ['musl'] },
    'node_modules/@tool/windows-x64': { version: '1.0.0', cpu: ['x64'], os: ['win32'] },
    'node_modules/@tool/linux-armv7l-gnueabihf': { cpu: ['arm'], os: ['linux'] },
  })
  expect(Object.keys(lock.packages)).toEqual(Object.keys(lock.packages).toSorted())
})

test('a package that is there, beside its user or in a folder above, stays as it is', () => {
  const packages = {
    '': {},
    'node_modules/@tool/linux-x64': { version: '2.0.0', integrity: 'sha512-x' },
    'node_modules/a': { optionalDependencies: { b: '1.0.0' } },
    'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { '@tool/linux-x64': '2.0.0' } },
  }
  expect(complete(packages)).toEqual({ lock: { name: 'x', lockfileVersion: 3, packages }, added: [] })
})

test('a version that cannot be told is an error, not a guess', () => {
  expect(() => complete({ '': { optionalDependencies: { 'x-darwin-x64': '>=1' } } })).toThrow('names no version')
})

test("the project's own lock is complete: npm ci accepts it on every platform", () => {
  const lock: unknown = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8'))
  expect(completeLock(lock).added).toEqual([])
})
