import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '#lib/audit/checkpoint.ts'
import { sampleFiles, sampleLog, samplePack, sampleSigner, unzip, writeSamplePack } from '#lib/testing/sample-pack.ts'
import { verifyPack } from './verify-pack.ts'
import { type PackFile, writePack } from './write-pack.ts'

const signer = sampleSigner()
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenure-write-'))
})
afterAll(() => rm(dir, { recursive: true }))

const sink = (take: (chunk: Uint8Array) => Promise<void> | void = () => undefined) =>
  new Writable({ write: (chunk: Uint8Array, _, done) => void Promise.resolve(take(chunk)).then(() => done(), done) })
const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('tenure-pack-'))

describe('an evidence pack', () => {
  test('holds its files with the signed manifest last, and reports what it counted', async () => {
    const path = join(dir, 'pack.zip')
    const written = await writePack(createWriteStream(path), samplePack(signer))
    expect(Array.from((await unzip(path)).keys())).toEqual([
      'README.txt',
      'public-key.pem',
      'checkpoint.txt',
      'audit/range.txt',
      'audit/entries.jsonl',
      'summary.html',
      'register/identities.csv',
      'records/register/identities.csv.sha256',
      'register/identities.jsonl',
      'records/register/identities.jsonl.sha256',
      'leases/leases.csv',
      'records/leases/leases.csv.sha256',
      'manifest.json',
      'manifest.dsse.json',
    ])
    expect(written.entries).toBe(20)
    expect(written.files.flatMap((file) => (file.records === null ? [] : [[file.path, file.records]]))).toEqual([
      ['audit/entries.jsonl', 20],
      ['register/identities.csv', 12],
      ['register/identities.jsonl', 12],
      ['leases/leases.csv', 0],
    ])
    expect(await verifyPack(path, signer.publicKey.pem)).toMatchObject({ ok: true, problems: [] })
  })

  test('written twice from the same contents is the same to the byte', async () => {
    const contents = samplePack(signer)
    const paths = [join(dir, 'one.zip'), join(dir, 'two.zip')] as const
    for (const path of paths) await writePack(createWriteStream(path), { ...contents, files: sampleFiles() })
    expect(await readFile(paths[0])).toEqual(await readFile(paths[1]))
  })

  test('counts a last record without a line feed', async () => {
    const path = join(dir, 'open.zip')
    const { files } = await writePack(
      createWriteStream(path),
      samplePack(signer, { files: [...sampleFiles(), { path: 'open.jsonl', chunks: ['{"a":1}\n{"a', '":2}'] }] }),
    )
    expect(files.find((file) => file.path === 'open.jsonl')?.records).toBe(2)
    expect(await verifyPack(path, signer.publicKey.pem)).toMatchObject({ ok: true, problems: [] })
  })

  test('over no entries, of an empty log too, is good', async () => {
    const { root } = sampleLog(0)
    const { meta } = samplePack(signer)
    await writeSamplePack(join(dir, 'empty.zip'), signer, {
      meta: { ...meta, auditRange: { start: 0, end: 0 } },
      checkpoint: signCheckpoint({ size: 0, root }, signer),
      entries: [],
    })
    expect(await verifyPack(join(dir, 'empty.zip'), signer.publicKey.pem)).toMatchObject({ ok: true, facts: { entriesVerified: 0 } })
  })

  test('tells of an entry that the database lost or changed after it was sealed', async () => {
    const { entries, root } = sampleLog(40)
    const checkpoint = signCheckpoint({ size: 40, root }, signer)
    await writeSamplePack(join(dir, 'lost.zip'), signer, { checkpoint, entries: entries.slice(5, 25).toSpliced(3, 1) })
    expect((await verifyPack(join(dir, 'lost.zip'), signer.publicKey.pem)).problems).toEqual([
      expect.objectContaining({ record: 4, position: 8, what: expect.stringMatching(/^was deleted/) }),
    ])

    const changed = entries.slice(5, 25).map((line) => (line.position === 9 ? { ...line, entry: { ...line.entry, action: 'access.deny' } } : line))
    await writeSamplePack(join(dir, 'changed.zip'), signer, { checkpoint, entries: changed })
    expect((await verifyPack(join(dir, 'changed.zip'), signer.publicKey.pem)).problems).toEqual([
      expect.objectContaining({ record: 5, position: 9, what: expect.stringMatching(/^was changed after it was sealed/) }),
    ])
  })

  test.each([
    '../up.csv',
    '/abs.csv',
    'a b.csv',
    'SUMMARY.html',
    'manifest.json',
    'audit/entries.jsonl',
    'records/register/identities.csv.sha256',
    'Checkpoint.txt',
  ])('cannot hold a file named %s', async (name) => {
    await expect(writePack(sink(), samplePack(signer, { files: [...sampleFiles(), { path: name, chunks: ['x'] }] }))).rejects.toThrow(`named ${name}`)
  })

  test('without a summary, or with a checkpoint by somebody else, is not written', async () => {
    await expect(writePack(sink(), samplePack(signer, { files: [] }))).rejects.toThrow('A pack needs a summary.html')
    const checkpoint = signCheckpoint({ size: 1, root: Buffer.alloc(32) }, sampleSigner())
    await expect(writePack(sink(), samplePack(signer, { checkpoint }))).rejects.toMatchObject({ code: 'invalid' })
  })
})

/** Rows without end or until `limit`, with a record of how many were drawn and whether the source was closed. */
function rowSource(limit = Number.POSITIVE_INFINITY) {
  const seen = { rows: 0, closed: false }
  async function* chunks() {
    try {
      // Random digits, so that compression does not hide the amount.
      for (; seen.rows < limit; seen.rows++) yield `${seen.rows},${Math.random()},${Math.random()}\r\n`.repeat(20)
    } finally {
      seen.closed = true
    }
  }
  const files: PackFile[] = [...sampleFiles(), { path: 'register/large.csv', chunks: chunks() }]
  return { seen, files }
}

describe('while a pack streams', () => {
  test('a slow reader slows the sources down', async () => {
    const { seen, files } = rowSource()
    const output = new PassThrough()
    const writing = writePack(output, samplePack(signer, { files }))
    const failed = expect(writing).rejects.toThrow()
    let [before, still] = [-1, 0]
    while (still < 50) {
      await setImmediate()
      still = seen.rows > 0 && seen.rows === before ? still + 1 : 0
      before = seen.rows
    }
    // The buffers between source and reader hold some megabytes, not more.
    expect(seen.rows * 700).toBeLessThan(20_000_000)
    output.destroy()
    await failed
  })

  test('a reader who goes away ends it: the sources are closed and nothing is left behind', async () => {
    const before = await leftovers()
    const { seen, files } = rowSource()
    let bytes = 0
    const output = sink((chunk) => {
      bytes += chunk.length
      if (bytes > 500_000) output.destroy()
    })
    await expect(writePack(output, samplePack(signer, { files }))).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    expect(seen.closed).toBe(true)
    expect(await leftovers()).toEqual(before)
  })

  test('a full disk ends it with the error of the disk', async () => {
    const { seen, files } = rowSource()
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    await expect(
      writePack(
        sink(() => Promise.reject(full)),
        samplePack(signer, { files }),
      ),
    ).rejects.toBe(full)
    expect(seen.rows).toBeLessThan(100_000)
  })

  test('a source that fails ends it with the error of the source, and the reader gets no whole archive', async () => {
    const before = await leftovers()
    const lost = new Error('connection lost')
    async function* broken() {
      yield 'id\r\n'
      throw lost
    }
    const output = sink()
    const closed = new Promise((resolve) => output.once('close', resolve))
    await expect(writePack(output, samplePack(signer, { files: [...sampleFiles(), { path: 'register/broken.csv', chunks: broken() }] }))).rejects.toBe(lost)
    await closed
    expect(output.writableFinished).toBe(false)
    expect(await leftovers()).toEqual(before)
  })

  test('entries that fail end it too', async () => {
    const lost = new Error('connection lost')
    const { entries } = sampleLog(8)
    async function* broken() {
      yield* entries
      throw lost
    }
    await expect(writePack(sink(), samplePack(signer, { entries: broken() }))).rejects.toBe(lost)
  })

  test('a file far larger than the buffers arrives whole, and its records are counted', async () => {
    const { files } = rowSource(3_000)
    const path = join(dir, 'large.zip')
    const written = await writePack(createWriteStream(path), samplePack(signer, { files }))
    expect(written.files.find((file) => file.path === 'register/large.csv')?.records).toBe(3_000 * 20 - 1)
    expect(await verifyPack(path, signer.publicKey.pem)).toMatchObject({ ok: true, problems: [] })
  })
})
