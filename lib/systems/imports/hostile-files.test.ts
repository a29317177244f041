import { describe, expect, it } from 'vitest'
import { TenureError } from '#lib/core/errors.ts'
import { DiscoveredRecord } from '../discovered.ts'
import { detectFormat } from './detect-format.ts'
import { IMPORT_FORMATS } from './formats.ts'
import { storageProblem } from './storable.ts'
import type { FormatSample } from './testing/format-sample.ts'
import { HOSTILE_KINDS, type HostileFile } from './testing/hostile-files.ts'
import { bytesOf, readAll } from './testing/read-all.ts'
import { FORMAT_SAMPLES } from './testing/samples.ts'

const MEGABYTE = 1024 * 1024

async function* streamOf({ content }: HostileFile): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof content === 'function') yield* content()
  else yield* bytesOf(content, 65_536)
}

/** What reading a hostile file ends in: refused with a place, or records that the register takes as they are. Anything else fails, naming the file. */
async function outcomeOf({ format, context }: FormatSample, file: HostileFile): Promise<'refused' | 'taken'> {
  const started = performance.now()
  let most = 0
  try {
    for await (const batch of format.parse(streamOf(file), { now: new Date('2026-11-22T12:00:00Z'), ...context })) {
      for (const record of batch) assertKeepsContract(record, file)
      most = Math.max(most, process.memoryUsage().heapUsed)
    }
  } catch (error) {
    if (!(error instanceof TenureError)) throw new Error(`${file.name}: ${String(error)}`, { cause: error })
    expect(error.code, file.name).toBe('invalid')
    expect(error.message, file.name).toMatch(/line \d+, column \d+, byte \d+\)/)
    expect(error.message.length, file.name).toBeLessThan(2_000)
    for (const character of ['\u0000', '\u202e', '\u2066']) expect(error.message, file.name).not.toContain(character)
    return 'refused'
  } finally {
    expect(performance.now() - started, `${file.name} took too long`).toBeLessThan(20_000)
    expect(most, `${file.name} took too much memory`).toBeLessThan(1_500 * MEGABYTE)
  }
  return 'taken'
}

function assertKeepsContract(record: DiscoveredRecord, file: HostileFile): void {
  const parsed = DiscoveredRecord.safeParse(record)
  if (!parsed.success) throw new Error(`${file.name}: ${parsed.error.message}`)
  const unfit = storageProblem(record)
  if (unfit) throw new Error(`${file.name}: ${unfit.path.join('.')} ${unfit.problem}`)
}

describe('every format', () => {
  it('has a sample that it reads, and that no other format claims', async () => {
    expect(FORMAT_SAMPLES.map(({ format }) => format.kind).toSorted()).toEqual(IMPORT_FORMATS.map(({ kind }) => kind).toSorted())
    for (const { format, sample, context } of FORMAT_SAMPLES) {
      const claimants = IMPORT_FORMATS.filter((each) => each.detect(sample)).map(({ kind }) => kind)
      expect(claimants).toEqual([format.kind])
      expect((await detectFormat(bytesOf(sample))).format.kind).toBe(format.kind)
      expect((await readAll(format, sample, context)).records.length, format.kind).toBeGreaterThan(0)
    }
  })
})

describe.each(FORMAT_SAMPLES.map((sample) => [sample.format.kind, sample] as const))('%s', (_kind, sample) => {
  it.each(Object.entries(HOSTILE_KINDS))(
    'refuses a file %s with its place, or reads it as harmless text',
    { timeout: 120_000 },
    async (_name, hostileFiles) => {
      for (const file of hostileFiles(sample)) {
        const outcome = await outcomeOf(sample, file)
        if (file.must) expect(outcome, file.name).toBe(file.must)
      }
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
    },
  )

  it('makes the same records of a file in which each entry stands twice, or refuses it', async () => {
    const keysOf = async (content: string) =>
      new Set(
        (await readAll(sample.format, content, sample.context)).records.map(
          (record) => `${record.type} ${'identityExternalId' in record ? record.identityExternalId : ''} ${record.externalId}`,
        ),
      )
    const once = await keysOf(sample.sample)
    for (const file of HOSTILE_KINDS['with each entry twice']?.(sample) ?? []) {
      if ((await outcomeOf(sample, file)) === 'taken' && typeof file.content === 'string') expect(await keysOf(file.content)).toEqual(once)
    }
  })
})
