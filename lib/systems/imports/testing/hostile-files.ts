import type { FormatSample } from './format-sample.ts'
import { doubled, jsonOf, placesIn, valueAt, withMember, withValue } from './json-mutants.ts'

/** A file that no vendor writes. `must` is `refused` where reading it would be wrong; otherwise it may also become records that keep the contract. */
export type HostileFile = { name: string; content: string | Uint8Array | (() => Iterable<Uint8Array>); must?: 'refused' }

/** What somebody may put into a name so that it does harm where it is shown, stored, logged or opened in a spreadsheet. */
export const HOSTILE_TEXTS: readonly string[] = [
  "=cmd|' /C calc'!A0<img src=x onerror=alert(1)>'; DROP TABLE identity; --",
  '../../../../etc/passwd?${jndi:ldap://x}{{7*7}}%00%0a',
  'a\u0000b',
  '\ud800 half',
  '\u202eevil\u2066',
  '__proto__',
  'constructor',
  ' \u00a0\u2028',
  '{"a":',
  'é'.repeat(3_000),
  'x'.repeat(70_000),
]
const WRONG_VALUES = ['null', 'true', '-1', '1e308', '""', '[]', '{}', '[null]', '{"__proto__":{"a":1}}', '"9999-12-31T23:59:59Z"']
const MEMBERS = [
  '"__proto__":{"polluted":true,"name":"x"}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"toString":1',
  '"\\ud800":1',
  '"":0',
  '"a\\u0000b":1',
]

/** The kinds of hostile file that are made of a sample. */
export const HOSTILE_KINDS: Readonly<Record<string, (sample: FormatSample) => Iterable<HostileFile>>> = {
  'cut anywhere': cutFiles,
  'with a wrong type in each field': wrongTypes,
  'with hostile texts in each field': hostileTexts,
  'with foreign members and __proto__ in each object': foreignMembers,
  'with each entry twice': repeated,
  'nested without end': nested,
  'in another encoding': recoded,
  'of one line of 50 MB': longLines,
}

function refusedIf(wrong: boolean): { must?: 'refused' } {
  return wrong ? { must: 'refused' } : {}
}

function* cutFiles({ sample, encoding }: FormatSample): Generator<HostileFile, void, undefined> {
  const end = Buffer.byteLength(sample.trimEnd())
  const step = Math.max(1, Math.floor(end / 60))
  for (let length = 0; length < end; length += step) {
    const content = Buffer.from(sample).subarray(0, length)
    yield { name: `after ${length} bytes`, content, ...refusedIf(encoding === 'json' || length === 0) }
  }
}

function* wrongTypes(sample: FormatSample): Generator<HostileFile, void, undefined> {
  for (const json of WRONG_VALUES) yield* replaced(sample, json, () => true)
}

function* hostileTexts(sample: FormatSample): Generator<HostileFile, void, undefined> {
  for (const text of HOSTILE_TEXTS) yield* replaced(sample, JSON.stringify(text), (value) => typeof value === 'string')
}

/** The sample with one JSON text in each place in turn: in each line, or in each cell. */
function* replaced({ sample, encoding }: FormatSample, json: string, wanted: (value: unknown) => boolean): Generator<HostileFile, void, undefined> {
  if (encoding === 'text') return
  if (encoding === 'csv') return yield* replacedCells(sample, json)
  const lines = encoding === 'json_lines' ? sample.trimEnd().split('\n') : [sample]
  for (const [index, line] of lines.entries()) {
    const value = jsonOf(line)
    for (const path of placesIn(value)) {
      if (!wanted(valueAt(value, path))) continue
      const content = lines.with(index, withValue(value, path, json)).join('\n')
      yield { name: `${path.join('.')} = ${json.slice(0, 40)}`, content }
    }
  }
}

function* replacedCells(sample: string, json: string): Generator<HostileFile, void, undefined> {
  const value: unknown = JSON.parse(json)
  const cell = `"${(typeof value === 'string' ? value : json).toWellFormed().replaceAll('"', '""')}"`
  const rows = sample.trimEnd().split('\n')
  for (const [index, row] of rows.entries()) {
    const cells = row.split(',')
    for (const column of cells.keys())
      yield { name: `row ${index}, column ${column} = ${cell.slice(0, 40)}`, content: rows.with(index, cells.with(column, cell).join(',')).join('\n') }
  }
}

function* foreignMembers({ sample, encoding }: FormatSample): Generator<HostileFile, void, undefined> {
  if (encoding === 'csv' || encoding === 'text') return
  for (const member of MEMBERS) {
    const content =
      encoding === 'json'
        ? withMember(jsonOf(sample), member)
        : sample
            .trimEnd()
            .split('\n')
            .map((line) => withMember(jsonOf(line), member))
            .join('\n')
    yield { name: member, content }
  }
}

function* repeated({ sample, encoding }: FormatSample): Generator<HostileFile, void, undefined> {
  if (encoding === 'json') yield { name: 'each entry of its lists', content: doubled(jsonOf(sample)) }
  const [head = '', ...rows] = sample.trimEnd().split('\n')
  if (encoding === 'csv') yield { name: 'each row', content: [head, ...rows, ...rows].join('\n') }
  if (encoding === 'json_lines') yield { name: 'each line', content: [head, ...rows, head, ...rows].join('\n') }
}

function* nested(sample: FormatSample): Generator<HostileFile, void, undefined> {
  for (const json of ['['.repeat(100).concat(']'.repeat(100)), '{"a":'.repeat(80).concat('1', '}'.repeat(80))]) yield* replaced(sample, json, () => true)
  for (const open of ['[', '{"a":', '{"value":['])
    yield { name: `${open} without end`, content: open.repeat(200_000), ...refusedIf(sample.encoding === 'json') }
}

function* recoded({ sample }: FormatSample): Generator<HostileFile, void, undefined> {
  const little = Buffer.from(sample, 'utf16le')
  const big = Buffer.from(little).swap16()
  yield { name: 'UTF-16 LE', content: little, must: 'refused' }
  yield { name: 'UTF-16 BE', content: big, must: 'refused' }
  yield { name: 'UTF-16 LE with its mark', content: Buffer.concat([Buffer.from([0xff, 0xfe]), little]), must: 'refused' }
  yield { name: 'UTF-16 BE with its mark', content: Buffer.concat([Buffer.from([0xfe, 0xff]), big]), must: 'refused' }
  const middle = Math.floor(sample.length / 2)
  for (const byte of [0xff, 0xc0, 0xed])
    yield {
      name: `byte ${byte} in the middle`,
      content: Buffer.concat([Buffer.from(sample.slice(0, middle)), Buffer.from([byte]), Buffer.from(sample.slice(middle))]),
      must: 'refused',
    }
}

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')

/** The sample with 50 MB of text in its first value, after its first key, and after its end. */
function* longLines({ sample, encoding }: FormatSample): Generator<HostileFile, void, undefined> {
  const flat = encoding === 'json' ? JSON.stringify(jsonOf(sample)) : sample
  const places = encoding === 'csv' ? [sample.indexOf('\n') + 1] : [flat.indexOf('":"') + 3, flat.indexOf('{"') + 2].filter((at) => at > 2)
  // What a format does not read, it may pass over, however long: only text after the end of a JSON file is always wrong.
  for (const at of [...places, flat.length])
    yield { name: `at ${at}`, content: () => withMegabytes(flat.slice(0, at), flat.slice(at)), ...refusedIf(encoding === 'json' && at === flat.length) }
}

function* withMegabytes(before: string, after: string): Generator<Uint8Array, void, undefined> {
  yield Buffer.from(before)
  for (let count = 0; count < 50; count += 1) yield MEGABYTE
  yield Buffer.from(after)
}
