import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { COLUMNS } from './csv-columns.ts'
import { tenureCsv } from './tenure-csv.ts'

const DOCS = fileURLToPath(new URL('../../../../docs/', import.meta.url))
const EXAMPLE = readFileSync(`${DOCS}examples/identities.csv`, 'utf8')
const HEAD = 'external_id,name,class'
const read = (text: string) => readAll(tenureCsv, text)

describe('a spreadsheet of identities', () => {
  it('is read as the guide says, by its own example', async () => {
    const { records, summary } = await read(EXAMPLE)
    expect(summary).toMatchObject({
      counts: { identities: 4, credentials: 3, entitlements: 3 },
      covers: { identityKinds: ['csv_identity'], entitlements: true, privilege: true },
    })
    expect(ofType(records, 'identity')).toMatchObject([
      {
        externalId: 'erp-sync',
        class: 'service_account',
        classConfidence: 'certain',
        enabled: true,
        createdAt: new Date('2024-03-01T00:00:00Z'),
        lastUsedAt: new Date('2026-11-20T00:00:00Z'),
        lastUseKnown: 'logs',
        expiresAt: new Date('2027-03-31T00:00:00Z'),
        privileged: false,
        details: { description: 'Runs on the batch server' },
        attributes: {
          kind: 'csv_identity',
          owner: 'ada@example.test',
          purpose: 'Copies orders into the ERP every night',
          environment: 'production',
          x_cost_centre: '4711',
        },
      },
      { externalId: 'door-controller-3', class: 'endpoint', lastUsedAt: null, lastUseKnown: 'exact' },
      { name: 'Payroll, administration', class: 'human_admin', privileged: true, privilegedReason: 'May change every salary' },
      { class: 'saas_connector', enabled: false, lastUseKnown: 'unknown' },
    ])
    expect(ofType(records, 'credential')).toMatchObject([
      { identityExternalId: 'erp-sync', kind: 'api_key', fingerprint: 'key-7f3a' },
      { kind: 'x509_certificate', expiresAt: null, attributes: { neverExpires: true } },
      { kind: 'password', lastRotatedAt: new Date('2026-09-01T00:00:00Z'), expiresAt: new Date('2026-12-01T00:00:00Z') },
    ])
    expect(ofType(records, 'entitlement').map(({ identityExternalId, resource, action }) => [identityExternalId, resource, action])).toEqual([
      ['erp-sync', 'ERP orders', 'write'],
      ['erp-sync', 'ERP customers', 'read'],
      ['payroll-admin', 'Payroll', 'administer'],
    ])
  })

  it('has every column explained in the guide', () => {
    const guide = readFileSync(`${DOCS}guides/import-csv.md`, 'utf8')
    for (const column of COLUMNS) expect(guide).toContain(`\`${column}\``)
  })

  it('says nothing of what it has no columns for', async () => {
    const { summary } = await read(`${HEAD}\na,A,workload\n`)
    expect(summary?.covers).toEqual({ identityKinds: ['csv_identity'], credentialKinds: [], entitlements: false, privilege: false })
  })

  it('takes headings and classes however they are spelled, and a row twice for one', async () => {
    const { records } = await read('\uFEFF"External_ID", Name ,CLASS,privileged\r\na,A,"CI runner",WAHR\r\na,A,"CI runner",WAHR\r\n')
    expect(records).toMatchObject([{ externalId: 'a', class: 'ci_runner', privileged: true, privilegedReason: 'The file says so' }])
    expect(tenureCsv.detect('"External_ID", Name ,CLASS\r\n')).toBe(true)
  })

  it.each([
    ['a class that is none', `${HEAD}\na,A,robot\n`, /^class must be one of service_account, .*but is "robot" \(line 2, column 5, byte 27\)/],
    ['a first row without class', `${HEAD}\na,A,\n`, /^class must be given in the first row of an identity \(line 2, column 5/],
    ['a row without key', `${HEAD}\n,A,workload\n`, /^external_id must not be empty \(line 2, column 1/],
    ['a day that does not exist', `${HEAD},expires_at\na,A,workload,2026-02-30\n`, /^expires_at must be a day such as .*\(line 2, column 14/],
    ['a day as Excel shows it', `${HEAD},expires_at\na,A,workload,22.11.2026\n`, /^expires_at must be a day such as/],
    ['a use in the future', `${HEAD},last_used_at\na,A,workload,2030-01-01\n`, /^last_used_at lies in the future/],
    ['a flag that is none', `${HEAD},enabled\na,A,workload,maybe\n`, /^enabled must be true or false/],
    ['never for a beginning', `${HEAD},created_at\na,A,workload,never\n`, /^created_at must be a day or an instant, not never/],
    ['an unknown column', `${HEAD},expiry\na,A,workload,\n`, /unknown column "expiry".*begins with x_.*\(line 1, column 24/],
    ['a column twice', `${HEAD},name\n`, /column name twice \(line 1, column 24/],
    ['a missing column', 'external_id,class\n', /lacks the column name/],
    ['semicolons', 'external_id;name;class\na;A;workload\n', /separated by semicolons.*\(line 1/],
    ['too few cells', `${HEAD}\na,A\n`, /has a row with 2 instead of 3 cells \(line 2, column 3/],
    ['no rows', `${HEAD}\n`, /no rows below its header/],
    ['two rows that contradict each other', `${HEAD}\na,A,workload\na,B,\n`, /^name says something else about a than line 2: .*\(line 3, column 3/],
    ['dates of a credential without its kind', `${HEAD},credential_kind,credential_expires_at\na,A,workload,,2026-01-01\n`, /^credential_kind must be given/],
    [
      'two credentials under one key',
      `${HEAD},credential_kind,credential_expires_at\na,A,workload,password,2026-01-01\na,,,password,2026-01-02\n`,
      /same credential as line 2/,
    ],
    ['a resource without action', `${HEAD},resource,action\na,A,workload,x,\n`, /^action must be given where resource is/],
  ])('is refused with %s', async (_case, text, message) => {
    expect(await refusalOf(read(text))).toMatch(message)
  })
})
