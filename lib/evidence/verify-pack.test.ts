import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '#lib/core/canonical-json.ts'
import { toBase64 } from '#lib/crypto/base64.ts'
import { signEnvelope } from '#lib/crypto/dsse.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import { sampleSigner, unzip, writeSamplePack, zipFiles } from '#lib/testing/sample-pack.ts'
import { EntryLine, type PackedFile, PackStatement, PAYLOAD_TYPE } from './pack-format.ts'
import { verifyPack } from './verify-pack.ts'

type Files = Map<string, Buffer>
const ENTRIES = 'audit/entries.jsonl'
const CSV = 'register/identities.csv'
const JSONL = 'register/identities.jsonl'
const signer = sampleSigner()
const stranger = sampleSigner()
let dir: string
let good: Files

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenure-verify-'))
  await writeSamplePack(join(dir, 'good.zip'), signer)
  good = await unzip(join(dir, 'good.zip'))
})
afterAll(() => rm(dir, { recursive: true }))

let packs = 0
async function verdictOf(files: Files, pem = signer.publicKey.pem) {
  const path = join(dir, `pack-${packs++}.zip`)
  await zipFiles(path, files)
  return verifyPack(path, pem)
}
const bytesOf = (path: string, files = good) => files.get(path) ?? expect.fail(`no ${path}`)
const rows = (path: string) =>
  bytesOf(path)
    .toString()
    .split(/(?<=\n)/)
const entryAt = (line: number) => EntryLine.parse(JSON.parse(rows(ENTRIES)[line - 1] ?? ''))
const withRows = (path: string, change: (rows: string[]) => string[]): Files => new Map(good).set(path, Buffer.from(change(rows(path)).join('')))

const recordsOf = (path: string, files: Files) =>
  bytesOf(path, files)
    .toString()
    .split(path.endsWith('.csv') ? '\r\n' : '\n')
    .slice(0, -1)

/** What somebody without the key can do: write the manifest anew, so that all hashes, sizes and counts are right again. */
function forged(files: Files, change: Partial<PackStatement['predicate']> = {}, lists = true): Files {
  const all: Files = new Map(files)
  const statement = PackStatement.parse(JSON.parse(bytesOf('manifest.json').toString()))
  if (lists)
    all.set(
      `records/${JSONL}.sha256`,
      Buffer.from(
        recordsOf(JSONL, all)
          .map((record) => `${sha256Hex(record)}\n`)
          .join(''),
      ),
    )
  const countOf = ({ path, records }: PackedFile) => (records === null ? null : recordsOf(path, all).length - (path.endsWith('.csv') ? 1 : 0))
  const listed = statement.predicate.files
    .filter(({ path }) => all.has(path))
    .map((file) => ({ ...file, bytes: bytesOf(file.path, all).length, records: countOf(file) }))
  const payload = Buffer.from(
    canonicalJson({
      ...statement,
      subject: listed.map(({ path }) => ({ name: path, digest: { sha256: sha256Hex(bytesOf(path, all)) } })),
      predicate: { ...statement.predicate, files: listed, ...change },
    }),
  )
  const envelope = { ...signEnvelope(stranger, PAYLOAD_TYPE, payload), signatures: JSON.parse(bytesOf('manifest.dsse.json').toString()).signatures }
  return all.set('manifest.json', payload).set('manifest.dsse.json', Buffer.from(canonicalJson(envelope)))
}
const unsigned = { file: 'manifest.dsse.json', what: expect.stringContaining('is not signed with the given key') }

const rewritten = (line: number, change: (entry: EntryLine) => EntryLine) => (all: string[]) =>
  all.map((row, index) => (index === line - 1 ? `${canonicalJson(change(entryAt(line)))}\n` : row))
const swapped = (one: number, other: number) => (all: string[]) =>
  all.map((row, index) => (index === one ? (all[other] ?? '') : index === other ? (all[one] ?? '') : row))
const without =
  (from: number, count = 1) =>
  (all: string[]) =>
    all.toSpliced(from, count)

test('a pack that nobody touched is good, and its facts are told', async () => {
  const { ok, problems, facts } = await verdictOf(good)
  expect(problems).toEqual([])
  expect(ok).toBe(true)
  expect(facts).toMatchObject({
    isSigned: true,
    keyId: signer.publicKey.keyId,
    filesVerified: 12,
    recordsVerified: 24,
    entriesVerified: 20,
    about: { auditRange: { start: 5, end: 25 }, checkpoint: { size: 40 } },
  })
})

const edited = (entry: EntryLine): EntryLine => ({ ...entry, entry: { ...entry.entry, actorName: 'Nobody' } })

describe('in the audit entries', () => {
  type Case = [what: string, change: (rows: string[]) => string[], named: { record: number; position: number; id: number | null; what: RegExp }]
  const cases: Case[] = [
    ['an edit', rewritten(8, edited), { record: 8, position: 12, id: 8, what: /was changed after it was sealed/ }],
    [
      'an edit with the hash made to fit',
      rewritten(8, (line) => ({
        ...edited(line),
        leafHash: Buffer.from(sha256Hex(Buffer.concat([Buffer.of(0), Buffer.from(canonicalJson(edited(line).entry))])), 'hex').toString('base64'),
      })),
      { record: 8, position: 12, id: 8, what: /not proven to be in the log/ },
    ],
    [
      'a changed proof',
      rewritten(3, (line) => ({ ...line, proof: line.proof.toReversed() })),
      { record: 3, position: 7, id: 3, what: /not proven to be in the log/ },
    ],
    [
      'a proof in the other base64 alphabet',
      rewritten(3, (line) => ({ ...line, proof: line.proof.map((hash) => hash.replace('=', '')) })),
      { record: 3, position: 7, id: 3, what: /not proven/ },
    ],
    [
      'a proof with something beside it',
      rewritten(3, (line) => ({ ...line, proof: [...line.proof, 'x'] })),
      { record: 3, position: 7, id: 3, what: /not proven/ },
    ],
    [
      'a changed position',
      rewritten(4, (line) => ({ ...line, position: 30 })),
      { record: 4, position: 8, id: 4, what: /the line in its place states position 30/ },
    ],
    ['a space', (all) => all.map((row, index) => (index === 1 ? row.replace(':', ': ') : row)), { record: 2, position: 6, id: null, what: /cannot be read/ }],
    ['a line that is no JSON', (all) => all.with(6, 'x\n'), { record: 7, position: 11, id: null, what: /cannot be read/ }],
    ['a deletion', without(9), { record: 10, position: 14, id: null, what: /^was deleted: position 15/ }],
    ['a deletion of the first', without(0), { record: 1, position: 5, id: null, what: /^was deleted/ }],
    ['a deletion of three', without(4, 3), { record: 5, position: 9, id: null, what: /and so were all up to position 11/ }],
    ['a deletion before the last', without(18), { record: 19, position: 23, id: null, what: /^was deleted/ }],
    ['a reordering of neighbours', swapped(5, 6), { record: 6, position: 10, id: 6, what: /is out of order: it stands at line 7/ }],
    ['a reordering of distant lines', swapped(2, 15), { record: 3, position: 7, id: 3, what: /is out of order: it stands at line 16/ }],
    [
      'a reordering with the positions made to fit',
      (all) => rewritten(6, () => ({ ...entryAt(7), position: 10 }))(rewritten(7, () => ({ ...entryAt(6), position: 11 }))(all)),
      { record: 6, position: 10, id: 7, what: /not proven to be in the log at this position/ },
    ],
    ['a repeated entry', (all) => all.toSpliced(3, 0, all[2] ?? ''), { record: 4, position: 8, id: 4, what: /is out of order: it stands at line 5/ }],
    [
      'a cut tail',
      (all) => all.slice(0, 15),
      { record: 16, position: 20, id: null, what: /^is missing: 5 entries \(positions 20 to 24\) were cut off the end after entry aud_/ },
    ],
    ['an emptied file', () => [], { record: 1, position: 5, id: null, what: /^is missing: 20 entries/ }],
    [
      'a tail cut in the middle of a line',
      (all) => [...all.slice(0, 15), (all[15] ?? '').slice(0, 40)],
      { record: 16, position: 20, id: null, what: /ends in the middle of a line/ },
    ],
    [
      'a missing last line feed',
      (all) => [...all.slice(0, 19), (all[19] ?? '').trimEnd()],
      { record: 20, position: 24, id: null, what: /ends in the middle of a line/ },
    ],
  ]
  const named = ({ record, position, id, what }: Case[2]) => ({
    file: ENTRIES,
    record,
    position,
    ...(id === null ? {} : { entryId: entryAt(id).entry.id }),
    what: expect.stringMatching(what),
  })

  test.each(cases)('%s is found and named', async (_, change, place) => {
    const { ok, problems } = await verdictOf(withRows(ENTRIES, change))
    expect(ok).toBe(false)
    expect(problems).toEqual([named(place)])
  })

  test.each(cases)('%s is named in spite of a manifest written anew', async (_, change, place) => {
    const { ok, problems } = await verdictOf(forged(withRows(ENTRIES, change)))
    expect(ok).toBe(false)
    expect(problems).toEqual([unsigned, named(place)])
  })

  test('a cut tail is named though the manifest states the shorter range', async () => {
    const { problems } = await verdictOf(
      forged(
        withRows(ENTRIES, (all) => all.slice(0, 15)),
        { auditRange: { start: 5, end: 20 } },
      ),
    )
    expect(problems).toEqual([
      unsigned,
      { file: 'audit/range.txt', what: 'states positions 5 to 24, the manifest positions 5 to 19' },
      expect.objectContaining({ file: ENTRIES, record: 16, position: 20, what: expect.stringContaining('cut off the end') }),
    ])
  })

  test('a cut head is named though the manifest states the shorter range', async () => {
    const { problems } = await verdictOf(
      forged(
        withRows(ENTRIES, (all) => all.slice(3)),
        { auditRange: { start: 8, end: 25 } },
      ),
    )
    expect(problems).toContainEqual({ file: ENTRIES, record: 1, position: 5, what: expect.stringContaining('was deleted, and so were all up to position 7') })
  })

  test('an entry beyond the range is named as added', async () => {
    const all = forged(
      withRows(ENTRIES, (lines) => lines),
      { auditRange: { start: 5, end: 24 } },
    )
    all.delete('audit/range.txt')
    expect((await verdictOf(all)).problems).toContainEqual({
      file: ENTRIES,
      record: 20,
      position: 24,
      entryId: entryAt(20).entry.id,
      what: 'was added: this pack ends before position 24',
    })
  })

  test('an edit is named without any manifest', async () => {
    const files = withRows(ENTRIES, rewritten(8, edited))
    files.delete('manifest.json')
    files.delete('manifest.dsse.json')
    const { ok, problems } = await verdictOf(files)
    expect(ok).toBe(false)
    expect(problems).toContainEqual(expect.objectContaining({ file: ENTRIES, record: 8, entryId: entryAt(8).entry.id }))
  })
})

describe('in the register', () => {
  type Case = [what: string, place: { path: string; record: number; said: RegExp }, change: (rows: string[]) => string[]]
  // The CSV's purposes hold line feeds in quotes: rows 1, 4, 7 and 10 are two lines each.
  const cases: Case[] = [
    ['an edit', { path: JSONL, record: 5, said: /was changed/ }, (all) => all.map((row, index) => (index === 4 ? row.replace('svc', 'SVC') : row))],
    ['a deletion', { path: JSONL, record: 5, said: /was deleted/ }, without(4)],
    ['a deletion before the last', { path: JSONL, record: 11, said: /was deleted/ }, without(10)],
    ['a deletion of two', { path: JSONL, record: 5, said: /was deleted/ }, without(4, 2)],
    ['a reordering', { path: JSONL, record: 3, said: /is out of order: it stands at 4/ }, swapped(2, 3)],
    ['a distant reordering', { path: JSONL, record: 3, said: /is out of order: it stands at 10/ }, swapped(2, 9)],
    ['an insertion', { path: JSONL, record: 7, said: /was moved to 8: a record was added in front/ }, (all) => all.toSpliced(6, 0, '{"id":"x"}\n')],
    ['an addition at the end', { path: JSONL, record: 13, said: /was added at the end/ }, (all) => [...all, '{"id":"x"}\n']],
    ['a cut tail', { path: JSONL, record: 11, said: /the file was cut off/ }, (all) => all.slice(0, 10)],
    ['a tail cut in the middle of a line', { path: JSONL, record: 11, said: /was changed/ }, (all) => [...all.slice(0, 10), (all[10] ?? '').slice(0, 5)]],
    [
      'an edit of the header',
      { path: CSV, record: 0, said: /was changed/ },
      (all) => all.map((row, index) => (index === 0 ? row.replace('name', 'nome') : row)),
    ],
    ['an edit behind a line feed in quotes', { path: CSV, record: 3, said: /was changed/ }, (all) => all.map((row) => row.replace('svc-2', 'svc-X'))],
    [
      'an edit inside of quotes',
      { path: CSV, record: 1, said: /was changed/ },
      (all) => all.map((row, index) => (index === 2 ? row.replace('two', '2') : row)),
    ],
    ['a deletion of a row of two lines', { path: CSV, record: 4, said: /was deleted/ }, without(5, 2)],
    ['a stray quote', { path: CSV, record: 6, said: /was changed/ }, (all) => all.map((row) => row.replace('svc-5', 'svc"5'))],
    ['a cut tail of a CSV', { path: CSV, record: 4, said: /was changed/ }, (all) => all.slice(0, 6)],
  ]

  test.each(cases)('%s is found and its record named', async (_, { path, record, said }, change) => {
    const { ok, problems } = await verdictOf(withRows(path, change))
    expect(ok).toBe(false)
    expect(problems).toEqual([{ file: path, record, what: expect.stringMatching(said) }])
  })

  test.each(cases)('%s is named when the manifest was written anew, but not the list of records', async (_, { path, record, said }, change) => {
    const { ok, problems } = await verdictOf(forged(withRows(path, change), {}, false))
    expect(ok).toBe(false)
    expect(problems).toEqual([unsigned, { file: path, record, what: expect.stringMatching(said) }])
  })

  test('is not believed when manifest and lists were all written anew without the key', async () => {
    const { ok, problems, facts } = await verdictOf(forged(withRows(JSONL, without(4))))
    expect(problems).toEqual([unsigned])
    expect([ok, facts.isSigned]).toEqual([false, false])
  })

  test('a changed list of hashes accuses no record of a sound file', async () => {
    const list = `records/${JSONL}.sha256`
    expect((await verdictOf(withRows(list, swapped(2, 5)))).problems).toEqual([{ file: list, what: expect.stringContaining('was changed') }])
  })

  test('a file and its list both changed are both named, without a guess at the record', async () => {
    const list = `records/${JSONL}.sha256`
    const files = withRows(list, without(4)).set(JSONL, Buffer.from(without(4)(rows(JSONL)).join('')))
    expect((await verdictOf(files)).problems).toEqual([
      { file: list, what: expect.stringContaining('was changed') },
      { file: JSONL, what: expect.stringContaining('was changed') },
    ])
  })
})

describe('the files of a pack', () => {
  test('that are not listed are named', async () => {
    expect((await verdictOf(new Map(good).set('register/more.csv', Buffer.from('id\r\n')))).problems).toEqual([
      { file: 'register/more.csv', what: 'was added: the manifest does not list it' },
    ])
  })

  test('that are missing are named, each of them', async () => {
    for (const path of good.keys()) {
      const files = new Map(good)
      files.delete(path)
      const { ok, problems } = await verdictOf(files)
      expect(ok, path).toBe(false)
      expect(problems[0], path).toEqual({ file: path, what: expect.stringMatching(/^is missing/) })
    }
  })

  test('may be in any order and compression: only their content counts', async () => {
    expect((await verdictOf(new Map(Array.from(good).toReversed()))).ok).toBe(true)
  })

  test('changed in any one byte make the pack bad', async () => {
    const places = Array.from(good).flatMap(([path, bytes]) => (bytes.length > 0 ? [[path, bytes.length] as const] : []))
    const place = fc.constantFrom(...places).chain(([path, length]) => fc.record({ path: fc.constant(path), at: fc.nat(length - 1), bit: fc.nat(7) }))
    await fc.assert(
      fc.asyncProperty(place, async ({ path, at, bit }) => {
        const bytes = Buffer.from(bytesOf(path))
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        const { ok, problems } = await verdictOf(new Map(good).set(path, bytes))
        expect(ok).toBe(false)
        expect(problems[0]?.file).toBe(path)
        if (path === ENTRIES) expect(problems[0]?.record).toBe(bytesOf(path).subarray(0, at).toString('latin1').split('\n').length)
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('a signature', () => {
  test('by another key is not accepted, and the pack says which key it names', async () => {
    const { ok, problems, facts } = await verdictOf(good, stranger.publicKey.pem)
    expect(ok).toBe(false)
    expect(facts.isSigned).toBe(false)
    expect(problems.map(({ file }) => file)).toEqual(['manifest.dsse.json', 'checkpoint.txt', 'audit/range.txt'])
    expect(problems[0]?.what).toContain(`The pack itself names another key (id ${signer.publicKey.keyId.slice(0, 16)}…)`)
  })

  test('of another pack by the same key does not carry over', async () => {
    await writeSamplePack(join(dir, 'other.zip'), signer)
    const other = await unzip(join(dir, 'other.zip'))
    for (const path of ['manifest.dsse.json', 'checkpoint.txt', 'audit/range.txt']) {
      const { ok, problems } = await verdictOf(new Map(good).set(path, bytesOf(path, other)))
      expect([ok, problems.length > 0], path).toEqual([false, true])
    }
    const { problems: ofCheckpoint } = await verdictOf(new Map(good).set('checkpoint.txt', bytesOf('checkpoint.txt', other)))
    expect(new Set(ofCheckpoint.map(({ file }) => file))).toEqual(new Set(['checkpoint.txt']))
    const envelope = JSON.parse(bytesOf('manifest.dsse.json').toString())
    const signatures = JSON.parse(bytesOf('manifest.dsse.json', other).toString()).signatures
    expect((await verdictOf(new Map(good).set('manifest.dsse.json', Buffer.from(canonicalJson({ ...envelope, signatures }))))).problems).toEqual([unsigned])
  })

  test('by a stranger over everything, with their key in the pack, is not accepted', async () => {
    await writeSamplePack(join(dir, 'stranger.zip'), stranger)
    const theirs = await verifyPack(join(dir, 'stranger.zip'), stranger.publicKey.pem)
    const ours = await verifyPack(join(dir, 'stranger.zip'), signer.publicKey.pem)
    expect([theirs.ok, ours.ok]).toEqual([true, false])
  })

  test('covers its envelope to the byte: nothing can be added beside the payload', async () => {
    const envelope = JSON.parse(bytesOf('manifest.dsse.json').toString())
    const [signature] = envelope.signatures
    const changes = [
      { ...envelope, note: 'x' },
      { ...envelope, signatures: [{ ...signature, sig: signature.sig.replaceAll('=', '') }] },
      { ...envelope, signatures: [signature, signature] },
      { ...envelope, signatures: [{ ...signature, keyid: 'x' }] },
    ]
    const texts = [JSON.stringify(envelope, null, 2), ...changes.map(canonicalJson)]
    for (const text of texts) {
      expect((await verdictOf(new Map(good).set('manifest.dsse.json', Buffer.from(text)))).problems, text.slice(0, 80)).toEqual([
        { file: 'manifest.dsse.json', what: 'holds bytes beside the signed ones' },
      ])
    }
  })

  test('by the right key over something else than a manifest is no manifest', async () => {
    const envelope = signEnvelope(signer, PAYLOAD_TYPE, Buffer.from('{"root":"x"}'))
    const { ok, problems, facts } = await verdictOf(new Map(good).set('manifest.dsse.json', Buffer.from(canonicalJson(envelope))))
    expect([ok, facts.isSigned]).toEqual([false, false])
    expect(problems).toContainEqual({ file: 'manifest.dsse.json', what: 'does not say what the manifest of an evidence pack says' })
  })

  test('does not make a manifest true that counts wrongly or leaves a file out', async () => {
    const statement = PackStatement.parse(JSON.parse(bytesOf('manifest.json').toString()))
    const resigned = (predicate: PackStatement['predicate'], subject = statement.subject) => {
      const payload = Buffer.from(canonicalJson({ ...statement, subject, predicate }))
      return new Map(good).set('manifest.json', payload).set('manifest.dsse.json', Buffer.from(canonicalJson(signEnvelope(signer, PAYLOAD_TYPE, payload))))
    }
    const miscounted = statement.predicate.files.map((file) => (file.path === CSV ? { ...file, records: 13 } : file))
    expect((await verdictOf(resigned({ ...statement.predicate, files: miscounted }))).problems).toEqual([
      { file: CSV, what: 'holds 12 records where the manifest counts 13' },
    ])

    const shorter = (path: string) =>
      resigned(
        { ...statement.predicate, files: statement.predicate.files.filter((file) => file.path !== path) },
        statement.subject.filter(({ name }) => name !== path),
      )
    expect((await verdictOf(shorter(ENTRIES))).problems).toContainEqual({
      file: 'manifest.dsse.json',
      what: `does not list ${ENTRIES}, which every pack holds`,
    })
    expect((await verdictOf(resigned({ ...statement.predicate, files: [...statement.predicate.files, ...miscounted] }))).problems).toContainEqual({
      file: 'manifest.dsse.json',
      what: expect.stringContaining('or twice'),
    })
    const elsewhere = { ...statement.predicate.checkpoint, root: toBase64(Buffer.alloc(32)) }
    expect((await verdictOf(resigned({ ...statement.predicate, checkpoint: elsewhere }))).problems).toContainEqual({
      file: 'checkpoint.txt',
      what: 'is another checkpoint than the one that the manifest states',
    })
  })
})

test('a key that is none, and a pack that is not there, are told apart from a bad pack', async () => {
  await expect(verifyPack(join(dir, 'good.zip'), 'nonsense')).rejects.toMatchObject({ code: 'invalid' })
  await expect(verifyPack(join(dir, 'absent.zip'), signer.publicKey.pem)).rejects.toMatchObject({ code: 'not_found' })
})
