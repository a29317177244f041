import { describe, expect, it } from 'vitest'
import { arnOf, detailsText, userEntry } from '../testing/aws-details.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { awsAuthorizationDetails } from './authorization-details.ts'
import { awsCredentialReport } from './credential-report.ts'

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((slot) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((part) => `access_key_${slot}_${part}`),
  ),
  ...[1, 2].flatMap((slot) => ['active', 'last_rotated'].map((part) => `cert_${slot}_${part}`)),
]
const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, /_active|_enabled/.test(column) ? 'false' : 'N/A']))

function rowOf(user: string, values: Record<string, string> = {}): string {
  const arn = user === '<root_account>' ? 'arn:aws:iam::123456789012:root' : arnOf('user', user)
  const row: Record<string, string> = { ...EMPTY, user, arn, user_creation_time: '2018-05-07T15:35:54+00:00', ...values }
  return COLUMNS.map((column) => row[column]).join(',')
}
const reportOf = (...rows: string[]) => [COLUMNS.join(','), ...rows].join('\n')
const read = (content: string | Uint8Array, options = {}) => readAll(awsCredentialReport, content, options)
const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null
const key = (slot: 1 | 2, active: boolean, rotated: string, used: string) => ({
  [`access_key_${slot}_active`]: String(active),
  [`access_key_${slot}_last_rotated`]: rotated,
  [`access_key_${slot}_last_used_date`]: used,
})

const ROOT = rowOf('<root_account>', {
  password_enabled: 'not_supported',
  password_last_used: '2019-03-03T16:58:16+00:00',
  password_last_changed: 'not_supported',
  mfa_active: 'true',
})
const PERSON = rowOf('ann', {
  password_enabled: 'TRUE',
  password_last_used: 'no_information',
  password_last_changed: '2019-01-01T00:00:00+00:00',
  password_next_rotation: '2019-04-01T00:00:00+00:00',
  mfa_active: 'TRUE',
  ...key(1, true, '2019-01-01T00:00:00+00:00', '2019-02-02T00:00:00+00:00'),
  ...key(2, false, '2018-01-01T00:00:00+00:00', 'N/A'),
})
const MACHINE = rowOf('svc', {
  ...key(1, true, '2012-01-01T00:00:00+00:00', 'N/A'),
  ...key(2, true, '2019-01-01T00:00:00+00:00', 'not_supported'),
  cert_1_active: 'true',
  cert_1_last_rotated: '2016-01-01T00:00:00+00:00',
})

describe('the credential report', () => {
  it('becomes the root and the users, with who is a person and why', async () => {
    const { records, summary } = await read(reportOf(ROOT, PERSON, MACHINE))
    expect(summary).toEqual({ counts: { users: 2, roots: 1, passwords: 2, accessKeys: 4, certificates: 1 }, observedAt: null, scope: '123456789012' })
    expect(
      ofType(records, 'identity').map((identity) => [
        identity.name,
        identity.class,
        identity.classReason,
        identity.privileged,
        identity.lastUsedAt?.toISOString(),
        identity.lastUseKnown,
      ]),
    ).toEqual([
      ['root', 'human_admin', 'The root user of the account, with which people sign in', true, '2019-03-03T16:58:16.000Z', 'exact'],
      ['ann', 'human_admin', 'Has a console password, with which people sign in, and an MFA device', false, '2019-02-02T00:00:00.000Z', 'exact'],
      ['svc', 'service_account', 'Has access keys and no console password', false, undefined, 'logs'],
    ])
    expect(ofType(records, 'identity')[1]?.attributes).toEqual({
      kind: 'iam_user',
      account: '123456789012',
      consolePassword: true,
      mfaActive: true,
      classEvident: true,
    })
  })

  it('becomes their passwords, keys and certificates, and knows never used from not known', async () => {
    const { records } = await read(reportOf(ROOT, PERSON, MACHINE))
    const rows = ofType(records, 'credential').map((credential) => [
      credential.externalId.split('::123456789012:')[1],
      credential.kind,
      credential.enabled,
      dayOf(credential.lastUsedAt),
      credential.lastUseKnown,
      dayOf(credential.lastRotatedAt),
      dayOf(credential.expiresAt),
    ])
    expect(rows).toEqual([
      ['root/password', 'password', true, '2019-03-03', 'exact', null, null],
      ['user/ann/password', 'password', true, null, 'exact', '2019-01-01', '2019-04-01'],
      ['user/ann/access_key_1', 'access_key', true, '2019-02-02', 'exact', '2019-01-01', null],
      ['user/ann/access_key_2', 'access_key', false, null, 'exact', '2018-01-01', null],
      // Made before April 2015, when AWS began to record the use of keys: unused as far as is seen.
      ['user/svc/access_key_1', 'access_key', true, null, 'logs', '2012-01-01', null],
      ['user/svc/access_key_2', 'access_key', true, null, 'unknown', '2019-01-01', null],
      ['user/svc/cert_1', 'x509_certificate', true, null, 'unknown', '2016-01-01', null],
    ])
  })

  it('takes the year 9999 for never, and a member account without root password at its word', async () => {
    const person = rowOf('ann', { password_enabled: 'true', password_next_rotation: '9999-12-31T00:00:00Z' })
    const [password] = ofType((await read(reportOf(person))).records, 'credential')
    expect(password).toMatchObject({ kind: 'password', expiresAt: null })
    expect(ofType((await read(reportOf(rowOf('<root_account>')))).records, 'credential')).toEqual([])
  })

  it('shares the key of a user with the authorization details', async () => {
    const details = await readAll(awsAuthorizationDetails, detailsText({ users: [userEntry('ann')] }))
    const report = await read(reportOf(PERSON))
    expect(ofType(details.records, 'identity')[0]?.externalId).toBe(ofType(report.records, 'identity')[0]?.externalId)
  })

  it('says the same in all its forms, and when it was generated where the form tells', async () => {
    const csv = reportOf(ROOT, PERSON, MACHINE)
    const { records } = await read(csv)
    const base64 = Buffer.from(csv).toString('base64')
    const wrap = (Content: string) => JSON.stringify({ Content, GeneratedTime: '2019-05-07T15:40:22+00:00', ReportFormat: 'text/csv' }, null, 4)
    const forms = [`\uFEFF${csv.replaceAll('\n', '\r\n')}\r\n`, base64, `${base64.replaceAll(/.{76}/g, '$&\n')}\n`, wrap(csv), wrap(base64)]
    for (const form of forms) for (const chunk of [3, 4096]) expect((await read(form, { chunk })).records).toEqual(records)
    expect((await read(wrap(csv))).summary?.observedAt).toEqual(new Date('2019-05-07T15:40:22Z'))
  }, 30_000)

  it('may have columns that Tenure does not read, and the same row twice', async () => {
    const csv = reportOf(PERSON, PERSON)
      .split('\n')
      .map((line, index) => `${line},${index === 0 ? 'additional_credentials_info' : '"a, b"'}`)
    expect((await read(csv.join('\n'))).summary?.counts['users']).toBe(1)
  })
})

describe('a credential report is refused with the place when', () => {
  it.each([
    [
      'a flag is none',
      reportOf(ROOT, rowOf('a', { mfa_active: 'perhaps' })),
      /^mfa_active must be true, false, not_supported or N\/A, but is "perhaps" \(line 3, column 80, byte \d+\)$/,
    ],
    [
      'a date is none',
      reportOf(rowOf('a', { password_last_used: '22.11.2026' })),
      /^password_last_used must be an instant such as .*, but is "22\.11\.2026" \(line 2,/,
    ],
    ['a field is empty', reportOf(rowOf('a', { cert_2_last_rotated: '' })), /^cert_2_last_rotated must be an instant/],
    ['an ARN is none', reportOf(rowOf('a', { arn: 'a' })), /^arn must be the ARN of an IAM user or root/],
    ['a name is too long', reportOf(rowOf('a', { user: 'x'.repeat(300) })), /^user is too long: at most 256/],
    ['a name holds a NUL', reportOf(rowOf('a', { user: 'a\u0000b' })), /^user holds a NUL character/],
    ['a row is short', reportOf(rowOf('a'), 'a,b,c'), /^The file has a row with 3 instead of 22 fields \(line 3, column 5,/],
    [
      'a column is missing',
      reportOf(rowOf('a')).replace('password_enabled', 'x'),
      /^The file lacks the column password_enabled of a credential report \(line 1/,
    ],
    ['a column is there twice', reportOf(rowOf('a')).replace('cert_2_active', 'cert_2_active,user'), /^The file has a column twice in its header/],
    ['it has no rows', reportOf(), /^The file has no rows/],
    ['a use lies in the future', reportOf(rowOf('a', { password_last_used: '2026-11-24T00:00:00Z' })), /^password_last_used lies after the day of the report/],
    ['a use is never', reportOf(rowOf('a', { password_last_used: '9999-01-01T00:00:00Z' })), /^password_last_used lies after/],
    [
      'a user differs from itself',
      reportOf(rowOf('a'), rowOf('b'), rowOf('a', { mfa_active: 'true' })),
      /^arn says something else about .*:user\/a than arn \(line 2, column 3, .*\) \(line 4, column 3/,
    ],
    ['it is of two accounts', reportOf(rowOf('a'), rowOf('b', { arn: 'arn:aws:iam::999988887777:user/b' })), /^arn belongs to account 999988887777/],
    [
      'its JSON has no content',
      JSON.stringify({ Content: 5, ReportFormat: 'text/csv' }),
      /^Content must be text, but is the number 5 \(line 1, column 12, byte 11\)$/,
    ],
    ['its format is another', JSON.stringify({ Content: reportOf(rowOf('a')), ReportFormat: 'text/xml' }), /^ReportFormat must be text\/csv/],
    [
      'its base64 is broken',
      `${Buffer.from(reportOf(rowOf('a')))
        .toString('base64')
        .slice(0, 40)}!!!!`,
      /^The file is not base64 text/,
    ],
    ['its content is wrong inside', JSON.stringify({ Content: reportOf(rowOf('a', { mfa_active: 'x' })) }), /^The report in Content: mfa_active must be true/],
  ])('%s', async (_why, content, message) => {
    expect(await refusalOf(read(content))).toMatch(message)
    expect(await refusalOf(read(content, { chunk: 13 }))).toMatch(/\(line \d+, column \d+, byte \d+\)$/)
  })

  it('it is dated by itself, and a use lies after that', async () => {
    const Content = reportOf(rowOf('a', { password_last_used: '2019-06-01T00:00:00Z' }))
    expect(await refusalOf(read(JSON.stringify({ Content, GeneratedTime: '2019-05-07T15:40:22Z' })))).toMatch(
      /password_last_used lies after the day of the report/,
    )
  })

  it('it is cut off anywhere but after a whole row: never another error, never half a row', async () => {
    const csv = reportOf(ROOT, PERSON, MACHINE)
    const wrapped = JSON.stringify({ Content: csv, GeneratedTime: '2019-05-07T15:40:22+00:00' })
    const base64 = Buffer.from(csv).toString('base64')
    for (let cut = 0; cut < csv.length; cut += 1) {
      const content = csv.slice(0, cut)
      const whole = cut > csv.indexOf('\n') + 1 && (csv[cut] === '\n' || csv[cut - 1] === '\n')
      if (whole) expect(ofType((await read(content)).records, 'identity')).toHaveLength(content.trimEnd().split('\n').length - 1)
      else expect(await refusalOf(read(content))).toMatch(/\(line \d+, column \d+, byte \d+\)/)
    }
    for (let cut = 0; cut < wrapped.length; cut += 97) expect(await refusalOf(read(wrapped.slice(0, cut)))).toMatch(/\(line \d+, column \d+, byte \d+\)/)
    for (let cut = 0; cut < base64.length; cut += 97) expect(await refusalOf(read(base64.slice(0, cut)))).toMatch(/\(line \d+, column \d+, byte \d+\)/)
  }, 30_000)
})

describe('hostile names in a report', () => {
  it.each(["=cmd|' /C calc'!A0", '<script>alert(1)</script>', "'; DROP TABLE identity; --", '../../etc/passwd'])(
    'are kept as they are, as data: %s',
    async (name) => {
      const { records } = await read(reportOf(rowOf('x', { user: name })))
      expect(ofType(records, 'identity')[0]).toMatchObject({ name, externalId: arnOf('user', 'x') })
    },
  )
})
