import { describe, expect, it } from 'vitest'
import { detectFormat } from './detect-format.ts'
import { IMPORT_FORMATS } from './formats.ts'
import { jsonOutline } from './json-outline.ts'
import { bytesOf, refusalOf } from './testing/read-all.ts'

const CSV = 'user,arn,user_creation_time\n'
const SAMPLES: [kind: string, content: string][] = [
  ['aws-authorization-details', '{"UserDetailList": []}'],
  ['aws-authorization-details', '\n{ "Policies": [{"PolicyVersionList": []}]'],
  ['aws-authorization-details', '{"IsTruncated": false, "GroupDetailList": [{"x": "}"}]'],
  ['aws-credential-report', CSV],
  ['aws-credential-report', `\uFEFF${CSV}`],
  ['aws-credential-report', Buffer.from(CSV).toString('base64')],
  ['aws-credential-report', JSON.stringify({ Content: CSV, ReportFormat: 'text/csv' })],
  ['aws-credential-report', JSON.stringify({ GeneratedTime: 'x', Content: Buffer.from(CSV).toString('base64') }, null, 2)],
  ['aws-access-keys', '[{"UserName": "a", "AccessKeyId": "b"}]'],
  ['aws-access-keys', '{"AccessKeyMetadata": []}'],
]

describe('the format of a file', () => {
  it.each(SAMPLES)('%s is told by its content, and no other format claims it', async (kind, content) => {
    const { format, bytes } = await detectFormat(bytesOf(content, 3))
    expect(format.kind).toBe(kind)
    const head = content.replace('\uFEFF', '')
    expect(IMPORT_FORMATS.filter((candidate) => candidate.detect(head)).map((candidate) => candidate.kind)).toEqual([kind])
    const whole: Uint8Array[] = []
    for await (const chunk of bytes) whole.push(chunk)
    expect(Buffer.concat(whole).toString()).toBe(content)
  })

  it.each([
    ['a list of policies without their documents', '{"Policies": [{"PolicyName": "x"}]}'],
    ['another object', '{"Users": [{"UserDetailList": []}]}'],
    ['another list', '[1, 2]'],
    ['prose', 'Dear <b>auditor</b>,\u0007\u202e find "UserDetailList" attached'],
    ['blanks', '  \n '],
  ])('is not guessed: %s is refused with what is known and how the file begins', async (_name, content) => {
    const message = await refusalOf(detectFormat(bytesOf(content)))
    for (const format of IMPORT_FORMATS) expect(message).toContain(format.title)
    expect(message).toMatch(/^No known export looks like this file, which begins: /)
    for (const character of ['\u0007', '\u202e']) expect(message).not.toContain(character)
  })

  it('is not looked for in a file that is empty or not UTF-8', async () => {
    expect(await refusalOf(detectFormat(bytesOf('')))).toMatch(/empty/)
    expect(await refusalOf(detectFormat(bytesOf(Buffer.from('{"UserDetailList": []}', 'utf16le'))))).toMatch(/UTF-16/)
  })

  it('closes the file that it refuses', async () => {
    let closed = false
    async function* file() {
      try {
        for (;;) yield Buffer.alloc(65_536, 'x')
      } finally {
        closed = true
      }
    }
    await refusalOf(detectFormat(file()))
    expect(closed).toBe(true)
  })
})

describe('the outline of a JSON head', () => {
  it.each([
    ['{"a": {"b": 1}, "c\\"d": "e: {", "f', { root: 'object', keys: ['a', 'c\\"d'] }],
    [' [ {"a": [1], "b": {"c": 1}}, {"d": 1}]', { root: 'list', keys: ['a', 'b'] }],
    ['[[{"a": 1}]]', { root: 'list', keys: [] }],
    ['x{"a": 1}', null],
    ['', null],
    [`{"${'\\"'.repeat(30_000)}`, { root: 'object', keys: [] }],
  ])('%.40s', (head, outline) => {
    expect(jsonOutline(head)).toEqual(outline)
  })
})
