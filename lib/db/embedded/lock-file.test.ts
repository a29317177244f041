import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { withLockFile } from './lock-file.ts'
import { processIdentity } from './process-identity.ts'

const directory = mkdtempSync(join(tmpdir(), 'tenure-lock-'))
const path = join(directory, 'lock')
afterAll(() => rmSync(directory, { recursive: true }))

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((done) => child.on('exit', done))
  return child.pid ?? 0
}

test('of many that want the lock one at a time works, and nothing is left behind', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await setTimeout(5)
    inside--
  }
  await Promise.all(Array.from({ length: 10 }, () => withLockFile(path, work)))
  expect(most).toBe(1)
  expect(readdirSync(directory)).toEqual([])
})

test('an error of the work reaches the caller and frees the lock', async () => {
  await expect(withLockFile(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(existsSync(path)).toBe(false)
})

test('the lock of a dead process is taken over by one of those who wait', async () => {
  writeFileSync(path, `${await deadProcess()} 12345`)
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await setTimeout(5)
    inside--
  }
  await Promise.all(Array.from({ length: 10 }, () => withLockFile(path, work, 10_000)))
  expect(most).toBe(1)
})

test.runIf(process.platform === 'linux')('a living process that got the id of a dead holder does not keep the lock', async () => {
  writeFileSync(path, `${process.pid} 1`)
  await expect(withLockFile(path, () => Promise.resolve('mine'), 1_000)).resolves.toBe('mine')
})

test('a living holder is waited for, and named when it takes too long', async () => {
  writeFileSync(path, processIdentity(process.pid) ?? '')
  await expect(withLockFile(path, () => Promise.resolve(), 100)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining(`Process ${process.pid} holds`),
  })
  rmSync(path)
})
