import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findChromium } from './find-chromium.mjs'

const directory = mkdtempSync(join(tmpdir(), 'tenure-chromium-'))
afterAll(() => rmSync(directory, { recursive: true }))

function program(name: string, exitCode: number): string {
  const path = join(directory, name)
  writeFileSync(path, `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 })
  return path
}

const works = program('works', 0)
const named = program('named', 0)
const advertisement = program('advertisement', 1)

test('the one that the environment names comes first', () => {
  expect(findChromium({ TENURE_CHROMIUM: named }, [works])).toBe(named)
})

test('one that the environment names and that does not run is an error, not a reason to take another', () => {
  expect(() => findChromium({ TENURE_CHROMIUM: advertisement }, [works])).toThrow('does not run')
  expect(() => findChromium({ TENURE_CHROMIUM: join(directory, 'nowhere') }, [works])).toThrow('does not run')
})

test('of those that the system has, the first that runs is taken', () => {
  expect(findChromium({}, [join(directory, 'nowhere'), advertisement, works])).toBe(works)
})
