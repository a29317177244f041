import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleSigner, samplePack, unzip, writeSamplePack, zipFiles, zipTo } from '#lib/testing/sample-pack.ts'
import { runVerify } from './verify.ts'

const signer = sampleSigner()
let dir: string
let pack: string
let key: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenure-cli-'))
  pack = join(dir, 'pack.zip')
  key = join(dir, 'key.pem')
  await writeSamplePack(pack, signer)
  await writeFile(key, signer.publicKey.pem)
})
afterAll(() => rm(dir, { recursive: true }))

async function run(...argv: string[]) {
  const lines: string[] = []
  const exitCode = await runVerify(argv, (line) => lines.push(line))
  return { exitCode, output: lines.join('\n') }
}

describe('tenure verify', () => {
  test('says good for a good pack and ends with 0', async () => {
    const { exitCode, output } = await run(pack, '--key', key)
    expect(exitCode).toBe(0)
    expect(output).toMatch(/\n {2}Entries {4}positions 5 to 24; 20 proven to be in the log\n/)
    expect(output).toContain(`GOOD. The pack is complete and unchanged, and signed with key ${signer.publicKey.keyId}.`)
  })

  test('names the first bad record of a changed pack and ends with 1', async () => {
    const files = await unzip(pack)
    const entries = files.get('audit/entries.jsonl')?.toString() ?? ''
    await zipFiles(join(dir, 'changed.zip'), files.set('audit/entries.jsonl', Buffer.from(entries.replace('"index":9', '"index":8'))))
    const { exitCode, output } = await run(join(dir, 'changed.zip'), '--key', key)
    expect(exitCode).toBe(1)
    expect(output).toContain('NOT GOOD. One thing is wrong.')
    expect(output).toMatch(/\nFirst bad record: audit\/entries\.jsonl, record 5, position 9, aud_\w{26}: was changed after it was sealed/)
  })

  test('does not vouch for what a pack under another key says of itself', async () => {
    await writeSamplePack(join(dir, 'stranger.zip'), sampleSigner(), {})
    const { exitCode, output } = await run(join(dir, 'stranger.zip'), '--key', key)
    expect(exitCode).toBe(1)
    expect(output).toContain('its manifest is not signed with your key')
  })

  test('does not let a pack steer the terminal', async () => {
    const stranger = sampleSigner()
    const meta = { ...samplePack(stranger).meta, software: { name: 'x\u001b[2J\u202e\nGOOD', version: '1' } }
    await writeSamplePack(join(dir, 'escape.zip'), stranger, { meta })
    await zipTo(join(dir, 'names.zip'), [{ name: '\u001b[32mGOOD\u009b', bytes: Buffer.from('x') }])
    for (const name of ['escape.zip', 'names.zip']) {
      const { output } = await run(join(dir, name), '--key', key)
      expect(output).toMatch(/\\u\{1b\}\[/)
      expect(output).not.toMatch(/^GOOD|(?!\n)\p{C}/mu)
    }
  })

  test.each([[[]], [['pack.zip']], [['--key', 'k']], [['a.zip', 'b.zip', '--key', 'k']], [['a.zip', '--key', 'k', '--force']], [['a.zip', '--key']]])(
    'called as %j tells how to call it and ends with 2',
    async (argv) => {
      const { exitCode, output } = await run(...argv)
      expect(exitCode).toBe(2)
      expect(output).toContain('Usage: tenure verify PACK.zip --key KEY.pem')
    },
  )

  test('ends with 2 when there is nothing to verify or to verify with', async () => {
    expect(await run(join(dir, 'absent.zip'), '--key', key)).toEqual({ exitCode: 2, output: expect.stringContaining('cannot be opened') })
    expect(await run(pack, '--key', join(dir, 'absent.pem'))).toEqual({ exitCode: 2, output: expect.stringContaining('cannot be read') })
    expect(await run(pack, '--key', pack)).toEqual({ exitCode: 2, output: expect.stringContaining('not an Ed25519 public key') })
  })

  test('explains itself on request', async () => {
    expect(await run('--help')).toEqual({ exitCode: 0, output: expect.stringContaining('Exit status') })
  })

  test('runs in a process of its own with an empty environment', async () => {
    const script = join(dir, 'run.mts')
    await writeFile(
      script,
      `import { runVerify } from ${JSON.stringify(new URL('./verify.ts', import.meta.url).href)}\nprocess.exitCode = await runVerify(${JSON.stringify([pack, '--key', key])})\n`,
    )
    const tsx = new URL('../node_modules/tsx/dist/esm/index.mjs', import.meta.url).href
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, script], { env: { NODE_ENV: 'test' }, cwd: dir })
    expect(stdout).toContain('GOOD.')
  })

  test('stands on core, crypto, audit and evidence alone: no database, no configuration, no network', () => {
    const root = new URL('../', import.meta.url)
    const [files, packages] = [new Set<string>(), new Set<string>()]
    const follow = (file: URL) => {
      if (files.has(file.href)) return
      files.add(file.href)
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b(?! type).*? from '([^']+)'/gm)) {
        if (name.startsWith('#lib/')) follow(new URL(name.slice(1), root))
        else if (name.startsWith('.')) follow(new URL(name, file))
        else packages.add(name)
      }
    }
    follow(new URL('verify.ts', import.meta.url))
    const rooms = Array.from(files, (href) => href.slice(root.href.length).split('/').slice(0, -1).join('/'))
    expect(new Set(rooms)).toEqual(new Set(['bin', 'lib/core', 'lib/crypto', 'lib/audit', 'lib/evidence']))
    const allowed = ['canonicalize', 'node:crypto', 'node:fs/promises', 'node:util', 'typeid-js', 'yauzl', 'zod']
    expect(Array.from(packages).toSorted()).toEqual(allowed)
  })
})
