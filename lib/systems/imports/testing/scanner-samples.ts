import { gitleaksCsv } from '../scanners/gitleaks-csv.ts'
import { gitleaksReport } from '../scanners/gitleaks-report.ts'
import { sarifReport } from '../scanners/sarif-report.ts'
import { trufflehogReport } from '../scanners/trufflehog-report.ts'
import type { FormatSample } from './format-sample.ts'

const FINDING = {
  RuleID: 'aws-access-token',
  Description: 'An AWS access key',
  StartLine: 7,
  StartColumn: 3,
  Match: 'key = AKIAIOSFODNN7EXAMPLE',
  Secret: 'AKIAIOSFODNN7EXAMPLE',
  File: 'deploy/prod.tf',
  Commit: '9326f35380636bcbe61e94b0584d1618c4b5c2c2',
  Author: 'Ada',
  Email: 'ada@example.test',
  Date: '2026-03-07T14:33:06Z',
}

export const SCANNER_SAMPLES: readonly FormatSample[] = [
  { format: gitleaksReport, encoding: 'json', sample: JSON.stringify([FINDING]) },
  {
    format: sarifReport,
    encoding: 'json',
    sample: JSON.stringify({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'gitleaks', rules: [{ id: 'aws-access-token', shortDescription: { text: 'An AWS access key' } }] } },
          results: [
            {
              message: { text: 'found' },
              ruleId: 'aws-access-token',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'deploy/prod.tf' },
                    region: { startLine: 7, startColumn: 3, snippet: { text: 'AKIAIOSFODNN7EXAMPLE' } },
                  },
                },
              ],
              partialFingerprints: { commitSha: FINDING.Commit, email: FINDING.Email, date: FINDING.Date },
            },
          ],
          versionControlProvenance: [{ repositoryUri: 'https://git.example.test/shop', revisionId: 'abc' }],
        },
      ],
    }),
  },
  {
    format: gitleaksCsv,
    encoding: 'csv',
    sample: `${Object.keys(FINDING).join(',')}\n${Object.values(FINDING).join(',')}\n`,
  },
  {
    format: trufflehogReport,
    encoding: 'json_lines',
    sample: `${JSON.stringify({
      SourceMetadata: {
        Data: {
          Git: {
            commit: FINDING.Commit,
            file: 'deploy/prod.tf',
            email: 'Ada <ada@example.test>',
            repository: 'https://git.example.test/shop',
            timestamp: '2026-03-07 14:33:06 +0000',
            line: 7,
          },
        },
      },
      SourceName: 'trufflehog - git',
      DetectorName: 'AWS',
      DetectorDescription: 'AWS access keys',
      Verified: true,
      VerificationError: '',
      Raw: 'AKIAIOSFODNN7EXAMPLE',
      Redacted: 'AKIAIOSFODNN7EXAMPLE',
    })}\n`,
  },
]
