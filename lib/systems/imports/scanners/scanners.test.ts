import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '#lib/crypto/hash.ts'
import { detectFormat } from '../detect-format.ts'
import { countIndependently, PYTHON_IS_HERE, REAL_EXPORTS } from '../testing/count-independently.ts'
import { bytesOf, ofType, readAll } from '../testing/read-all.ts'
import { SCANNER_SAMPLES } from '../testing/scanner-samples.ts'
import { exposureRecord } from './exposure-record.ts'
import { gitleaksReport } from './gitleaks-report.ts'

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const FINGERPRINTS = [KEY, `sha256:${sha256Hex(KEY)}`]

describe('a find of a scanner becomes an exposure', () => {
  test.each(SCANNER_SAMPLES.map((sample) => [sample.format.kind, sample] as const))(
    '%s: with where, when and whose credential it is',
    async (_, { format, sample }) => {
      const [exposure] = ofType((await readAll(format, sample)).records, 'exposure')
      expect(exposure).toMatchObject({
        credentialKind: 'access_key',
        fingerprints: FINGERPRINTS,
        path: 'deploy/prod.tf',
        line: 7,
        commit: '9326f35380636bcbe61e94b0584d1618c4b5c2c2',
        author: expect.stringContaining('ada@example.test'),
        exposedAt: new Date('2026-03-07T14:33:06Z'),
        verified: format.kind === 'trufflehog-json' ? true : null,
      })
    },
  )

  test('and the secret goes no further', async () => {
    const secret = 'hunter2-and-then-some'
    const report = JSON.stringify([{ RuleID: 'generic-api-key', StartLine: 1, Secret: secret, Match: `key = "${secret}"`, File: 'a.env', Message: secret }])
    const { records } = await readAll(gitleaksReport, report)
    expect(JSON.stringify(records)).not.toContain(secret)
    expect(records).toMatchObject([{ fingerprints: [`sha256:${sha256Hex(secret)}`] }])
  })

  test('nor does the login that stands in the address of what was scanned', () => {
    const find = { rule: 'r', title: '', line: 1, column: null, commit: null, author: null, exposedAt: null, verified: null, secret: null }
    const record = exposureRecord({ ...find, source: 'https://ada:ghp_secret@github.example/shop.git', path: 'ssh://git:p@ss@host/a@b.env' })
    expect(record).toMatchObject({ source: 'https://github.example/shop.git', path: 'ssh://host/a@b.env' })
    expect(JSON.stringify(record)).not.toMatch(/ghp_secret|p@ss/)
    expect(exposureRecord({ ...find, source: 'git@github.example:shop.git', path: 'src/@scope/a.ts' })).toMatchObject({
      source: 'git@github.example:shop.git',
      path: 'src/@scope/a.ts',
    })
  })

  test.each(['REDACTED', '****************', '', 'AWS...REDACTED', 'ghp_****************1234'])('what is masked as "%s" has no fingerprint', (secret) => {
    const facts = { rule: 'x', title: '', source: null, path: 'a', line: 1, column: 1, commit: null, author: null, exposedAt: null, verified: null }
    expect(exposureRecord({ ...facts, secret })).toMatchObject({ fingerprints: [] })
  })

  test('the same report as JSON and as SARIF speaks of the same exposures', async () => {
    const [gitleaks, sarif] = await Promise.all(
      SCANNER_SAMPLES.slice(0, 2).map(({ format, sample }) => readAll(format, sample.replace(/,"versionControlProvenance":\[.*?\]/, ''))),
    )
    const keys = (read: typeof gitleaks) => ofType(read?.records ?? [], 'exposure').map(({ externalId }) => externalId)
    expect(keys(gitleaks)).toEqual(keys(sarif))
  })
})

describe.skipIf(!PYTHON_IS_HERE || !existsSync(REAL_EXPORTS))('a real report', () => {
  test.each([
    '_own-captures/gitleaks-8.26/cg.json',
    '_own-captures/gitleaks-8.26/cg.sarif',
    'gitleaks-reports/baseline.json',
    'gitleaks-reports/json_simple.json',
    'gitleaks-reports/csv_simple.csv',
    'gitleaks-reports/sarif_simple.sarif',
  ])('%s holds what an independent script counts', async (file) => {
    const content = readFileSync(REAL_EXPORTS + file, 'utf8')
    const { format } = await detectFormat(bytesOf(content))
    const exposures = ofType((await readAll(format, content)).records, 'exposure')
    expect({
      finds: exposures.length,
      places: new Set(exposures.map(({ externalId }) => externalId)).size,
      accessKeyIds: exposures.filter(({ fingerprints }) => fingerprints.some((each) => each.startsWith('A'))).length,
    }).toEqual(countIndependently('count_scanner.py', content))
  })
})
