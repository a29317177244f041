import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '#lib/config/config.ts'
import { demoArguments } from '../demo/demo-arguments.ts'
import { demoSecrets } from '../demo/demo-secrets.ts'
import { claimDemo } from '../demo/only-one-demo.ts'
import { needsBuild } from '../demo/web-build.ts'
import { demo } from './demo.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenure-demo-'))
})
afterAll(() => rm(directory, { recursive: true }))

describe('tenure demo', () => {
  test('starts on port 3000 with what is there, unless it is told otherwise', () => {
    expect(demoArguments([])).toEqual({ fresh: false, port: 3000 })
    expect(demoArguments(['--fresh', '--port', '4000'])).toEqual({ fresh: true, port: 4000 })
  })

  test.each([[['--port', 'web']], [['--port', '0']], [['--port', '70000']], [['--port']], [['--force']], [['now']]])(
    'called as %j says how to call it and ends with 2',
    async (argv) => {
      const lines: string[] = []
      expect(await demo(argv, (line) => lines.push(line))).toBe(2)
      expect(lines.join('\n')).toContain('Usage: tenure demo [--fresh] [--port N]')
    },
  )

  test('explains itself on request', async () => {
    const lines: string[] = []
    expect(await demo(['--help'], (line) => lines.push(line))).toBe(0)
    expect(lines.join('\n')).toContain('remove what is there and start over')
  })
})

describe('the secrets of the demo', () => {
  test('are made once, are enough to run with, and can be read by nobody else', async () => {
    const file = join(directory, 'secrets.json')
    const secrets = demoSecrets(file, false)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(demoSecrets(file, true)).toEqual(secrets)
    const settings = parseConfig({
      DATABASE_URL: 'postgresql://localhost/tenure',
      TENURE_URL: 'http://127.0.0.1:3000',
      TENURE_DEMO: '1',
      TENURE_SESSION_SECRET: secrets.sessionSecret,
      TENURE_ENCRYPTION_KEYS: secrets.encryptionKeys,
      TENURE_SIGNING_KEY: secrets.signingKey,
    })
    expect(settings.TENURE_ENCRYPTION_KEYS.currentId).toBe('demo')
  })

  test('are not made anew while there is data that only the old ones open', async () => {
    expect(() => demoSecrets(join(directory, 'absent.json'), true)).toThrow('start over with --fresh')
    await writeFile(join(directory, 'damaged.json'), '{"sessionSecret":')
    expect(() => demoSecrets(join(directory, 'damaged.json'), true)).toThrow('is damaged')
  })
})

test('a second demo in one checkout is told where the first one runs, and takes the place of a dead one', async () => {
  const release = await claimDemo(directory, 'http://127.0.0.1:3000')
  await expect(claimDemo(directory, 'http://127.0.0.1:4000')).rejects.toThrow('runs already: http://127.0.0.1:3000')
  release()
  await writeFile(join(directory, 'running.json'), JSON.stringify({ process: '4194303 1', url: 'http://127.0.0.1:3000' }))
  const again = await claimDemo(directory, 'http://127.0.0.1:4000')
  expect(JSON.parse(await readFile(join(directory, 'running.json'), 'utf8'))).toMatchObject({ url: 'http://127.0.0.1:4000' })
  again()
})

test('pages are built when they never were, or when something they are made of is newer', async () => {
  const root = join(directory, 'checkout')
  const touch = (path: string, minutes: number) => utimes(join(root, path), minutes * 60, minutes * 60)
  await mkdir(join(root, 'app/inbox'), { recursive: true })
  await writeFile(join(root, 'app/inbox/page.tsx'), '')
  expect(needsBuild(root)).toBe(true)
  await mkdir(join(root, '.next'))
  await writeFile(join(root, '.next/BUILD_ID'), 'x')
  for (const path of ['app/inbox/page.tsx', 'app/inbox', 'app']) await touch(path, 10)
  await touch('.next/BUILD_ID', 20)
  expect(needsBuild(root)).toBe(false)
  await touch('app/inbox/page.tsx', 30)
  expect(needsBuild(root)).toBe(true)
})
