import { execFileSync, spawnSync } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { detectFormat } from '../detect-format.ts'
import type { ImportSummary } from '../import-format.ts'
import { ofType } from '../testing/read-all.ts'
import type { DiscoveredRecord } from '../../discovered.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const DATA = `${ROOT}../shared/data/`
const FILES = [
  'cloudmapper-demo/iam-get-account-authorization-details.json',
  'cloudmapper-demo/iam-get-credential-report.json',
  'cloudsplaining-authz/example-authz-details.json',
  'cloudsplaining-authz/example_authz_v2.json',
  '_own-captures/aws-iam-moto-5.2.4/account-authorization-details.json',
  '_own-captures/aws-iam-moto-5.2.4/credential-report.csv',
  '_own-captures/aws-iam-moto-5.2.4/access-keys.json',
]
const available = spawnSync('python3', ['--version']).status === 0 && FILES.every((file) => existsSync(DATA + file))
if (!available) console.info('Counts of real AWS exports are not compared: python3 or ../shared/data is not here')

async function importFile(path: string): Promise<{ records: DiscoveredRecord[]; summary: ImportSummary | null; kind: string }> {
  const { format, bytes } = await detectFormat(createReadStream(path))
  const records: DiscoveredRecord[] = []
  let summary: ImportSummary | null = null
  for await (const batch of format.parse(bytes, { now: new Date('2026-11-22T12:00:00Z'), onSummary: (found) => (summary = found) })) records.push(...batch)
  return { records, summary, kind: format.kind }
}

/** What the records hold, in the words of the counting script. */
function countsOf(records: readonly DiscoveredRecord[]): Record<string, number> {
  const identities = (kind: string) =>
    new Set(
      ofType(records, 'identity')
        .filter((one) => one.attributes['kind'] === kind)
        .map((one) => one.externalId),
    ).size
  const credentials = (kind: string) => ofType(records, 'credential').filter((one) => one.kind === kind).length
  return {
    users: identities('iam_user'),
    roles: identities('iam_role'),
    roots: identities('iam_root'),
    accessKeys: credentials('access_key'),
    passwords: credentials('password'),
    certificates: credentials('x509_certificate'),
    federatedTrusts: credentials('federated_trust'),
    entitlements: ofType(records, 'entitlement').length,
    trusts: ofType(records, 'trust').length,
  }
}

describe.skipIf(!available)('a real export', () => {
  it.each(FILES)('holds what an independent script counts in it: %s', async (file) => {
    const counted = JSON.parse(execFileSync('python3', [`${ROOT}scripts/count-aws-export.py`, DATA + file], { encoding: 'utf8' })) as Record<
      string,
      number | string
    >
    const { records, summary, kind } = await importFile(DATA + file)
    const { kind: countedKind, groups, policies, ...held } = counted
    expect(kind).toBe(countedKind)
    expect(countsOf(records)).toMatchObject(held)
    const { entitlements: _entitlements, trusts: _trusts, federatedTrusts: _federated, kind: _kind, ...listed } = counted
    expect(summary?.counts).toEqual(listed)
    expect([groups, policies]).toEqual([summary?.counts['groups'], summary?.counts['policies']])
    const keys = records.map((record) => `${record.type} ${record.externalId}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('makes one identity of a user that several exports of an account name', async () => {
    const names = FILES.filter((file) => file.includes('moto'))
    const imports = await Promise.all(names.map((file) => importFile(DATA + file)))
    const users = new Set(
      imports.flatMap(({ records }) =>
        ofType(records, 'identity')
          .filter((one) => one.attributes['kind'] === 'iam_user')
          .map((one) => one.externalId),
      ),
    )
    expect(users.size).toBe(24)
  })
})
