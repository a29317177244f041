import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleSigner, unzip, writeSamplePack, type ZipEntry, zipTo } from '#lib/testing/sample-pack.ts'
import { verifyPack } from './verify-pack.ts'

const signer = sampleSigner()
let dir: string
let good: ZipEntry[]

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenure-zip-'))
  await writeSamplePack(join(dir, 'good.zip'), signer)
  good = Array.from(await unzip(join(dir, 'good.zip')), ([name, bytes]) => ({ name, bytes }))
})
afterAll(() => rm(dir, { recursive: true }))

async function verdictOf(entries: ZipEntry[]) {
  await zipTo(join(dir, 'made.zip'), entries)
  return verifyPack(join(dir, 'made.zip'), signer.publicKey.pem)
}
const added = (name: string, rest: Partial<ZipEntry> = {}): ZipEntry => ({ name, bytes: Buffer.from('x'), ...rest })

describe('an archive made to deceive', () => {
  test.each([
    '../evil.txt',
    'audit/../../evil.txt',
    '/etc/passwd',
    'C:/evil.txt',
    'audit\\evil.txt',
    './README.txt',
    'audit//range.txt',
    'audit/',
    'émile.txt',
    'a\nb',
    '',
    '.hidden',
  ])('with a file named %j is refused', async (name) => {
    const { ok, problems } = await verdictOf([...good, added(name)])
    expect(ok).toBe(false)
    expect(problems).toEqual([{ file: Buffer.from(name).toString('latin1'), what: expect.stringMatching(/has a name that no pack uses; do not unpack/) }])
  })

  test('with a file twice is refused, whichever comes first', async () => {
    for (const entries of [
      [...good, added('checkpoint.txt')],
      [added('checkpoint.txt'), ...good],
    ]) {
      expect((await verdictOf(entries)).problems).toContainEqual({ file: 'checkpoint.txt', what: 'stands in the archive twice' })
    }
  })

  test('with two names that differ in capitals only is refused', async () => {
    expect((await verdictOf([...good, added('readme.TXT')])).problems).toContainEqual({ file: 'readme.TXT', what: 'stands in the archive twice' })
  })

  test('with another name at the bytes than in the directory is refused', async () => {
    const entries = good.map((entry) => (entry.name === 'summary.html' ? { ...entry, localName: '../evil.htm' } : entry))
    expect((await verdictOf(entries)).problems).toContainEqual({ file: 'summary.html', what: 'has another name where its bytes stand' })
  })

  test('with a second, Unicode name for a file is refused', async () => {
    const extra = Buffer.concat([Buffer.from([0x75, 0x70, 9, 0, 1, 0, 0, 0, 0]), Buffer.from('evil')])
    const entries = good.map((entry) => (entry.name === 'summary.html' ? { ...entry, extra } : entry))
    expect((await verdictOf(entries)).problems).toContainEqual({ file: 'summary.html', what: expect.stringMatching(/has a name that no pack uses/) })
  })

  test('with files that share their bytes is refused', async () => {
    await zipTo(join(dir, 'made.zip'), good)
    const zip = await readFile(join(dir, 'made.zip'))
    const directory = zip.indexOf(Buffer.from('PK\u0001\u0002'))
    const second = zip.indexOf(Buffer.from('PK\u0001\u0002'), directory + 4)
    zip.writeUInt32LE(zip.readUInt32LE(directory + 42), second + 42)
    await writeFile(join(dir, 'made.zip'), zip)
    const { ok, problems } = await verifyPack(join(dir, 'made.zip'), signer.publicKey.pem)
    expect(ok).toBe(false)
    expect(problems).toContainEqual({ file: 'public-key.pem', what: 'shares its bytes with another file of the archive' })
  })

  test('with more files than any pack is refused before it is read', async () => {
    const { ok, problems } = await verdictOf(Array.from({ length: 10_001 }, (_, index) => added(`f${index}`)))
    expect(ok).toBe(false)
    expect(problems[0]).toEqual({ file: '(archive)', what: 'is not a readable zip: it lists more than 10000 files' })
  })

  test('with more in a file than its manifest says is not read to the end', async () => {
    const bomb = Buffer.concat([good.find(({ name }) => name === 'summary.html')?.bytes ?? expect.fail('no summary'), Buffer.alloc(50_000_000)])
    const { ok, problems } = await verdictOf(good.map((entry) => (entry.name === 'summary.html' ? { ...entry, bytes: bomb } : entry)))
    expect(ok).toBe(false)
    expect(problems).toEqual([{ file: 'summary.html', what: 'holds more than the 38 bytes that it should' }])
  })

  test('with a manifest too long to hold is refused', async () => {
    const { ok, problems } = await verdictOf(
      good.map((entry) => (entry.name === 'manifest.dsse.json' ? { ...entry, bytes: Buffer.alloc(17 * 1024 ** 2, 0x20) } : entry)),
    )
    expect(ok).toBe(false)
    expect(problems[0]).toEqual({ file: 'manifest.dsse.json', what: 'is missing or unreadable: nothing proves who made this pack' })
  })
})

describe('a damaged archive', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('This is not a zip')],
    [
      'a directory without a body',
      Buffer.from('PK\u0005\u0006\u0000\u0000\u0000\u0000\u0001\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000'),
    ],
  ])('that is %s is not good, and says so', async (_, bytes) => {
    await writeFile(join(dir, 'made.zip'), bytes)
    const { ok, problems } = await verifyPack(join(dir, 'made.zip'), signer.publicKey.pem)
    expect(ok).toBe(false)
    expect(problems[0]).toEqual({ file: '(archive)', what: expect.stringMatching(/^is not a readable zip: /) })
  })

  test('that is cut off is not good', async () => {
    const zip = await readFile(join(dir, 'good.zip'))
    await writeFile(join(dir, 'made.zip'), zip.subarray(0, zip.length - 30))
    expect((await verifyPack(join(dir, 'made.zip'), signer.publicKey.pem)).ok).toBe(false)
  })

  test('with one byte changed is good only while every file in it is whole', async () => {
    const zip = await readFile(join(dir, 'good.zip'))
    const whole = JSON.stringify(Array.from(await unzip(join(dir, 'good.zip'))))
    for (let at = 0; at < zip.length; at += 151) {
      const damaged = Buffer.from(zip)
      damaged[at] = (damaged[at] ?? 0) ^ 0x10
      await writeFile(join(dir, 'made.zip'), damaged)
      const { ok } = await verifyPack(join(dir, 'made.zip'), signer.publicKey.pem)
      if (ok) expect(JSON.stringify(Array.from(await unzip(join(dir, 'made.zip')))), `byte ${at}`).toBe(whole)
    }
  }, 60_000)
})
