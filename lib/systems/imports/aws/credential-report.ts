import type { CredentialKind } from '#lib/core/identity-class.ts'
import { DAY, shift } from '#lib/core/time.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { parseItem, type FileItem } from '../parse-item.ts'
import type { CsvRow } from '../read-csv-rows.ts'
import { recordBatches } from '../record-batches.ts'
import { AccountScope } from './account-scope.ts'
import { Duplicates } from '../duplicates.ts'
import { openReport, reportForm } from './report-content.ts'
import { isRoot, reportRecords } from './report-records.ts'
import { LAST_USE_COLUMNS, REPORT_COLUMNS, ReportRow } from './report-row.ts'

/** The IAM credential report of one account: users and the root with their passwords, access keys and signing certificates. */
export const awsCredentialReport: ImportFormat = {
  kind: 'aws-credential-report',
  title: 'AWS credential report as CSV, base64 or JSON',
  origin: 'aws iam get-credential-report, or IAM, Credential report in the console',
  covers: { identityKinds: ['iam_user', 'iam_root'], credentialKinds: ['password', 'access_key', 'x509_certificate'], entitlements: false, privilege: false },
  detect: (head) => reportForm(head) !== null,
  parse: (bytes, context) => recordBatches(readReport(bytes, context)),
}

async function* readReport(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const { rows, generatedAt } = await openReport(bytes)
  const latestUse = shift(generatedAt ?? context.now, DAY) // a day of grace for clocks
  const counts = { users: 0, roots: 0, passwords: 0, accessKeys: 0, certificates: 0 }
  const scope = new AccountScope(context.scope)
  const duplicates = new Duplicates()
  let columns: readonly string[] | null = null

  for await (const row of rows) {
    if (!columns) {
      columns = headerOf(row)
      continue
    }
    const item = itemOf(row, columns)
    const entry = parseItem(ReportRow, item)
    scope.admit(entry.arn, () => item.placeOf(['arn']))
    refuseLaterUse(entry, latestUse, item)
    if (duplicates.isRepeat(entry.arn, item.value, item.placeOf(['arn']))) continue
    const { identity, credentials } = reportRecords(entry)
    yield identity
    yield* credentials
    counts[isRoot(entry) ? 'roots' : 'users'] += 1
    counts.passwords += countKind(credentials, 'password')
    counts.accessKeys += countKind(credentials, 'access_key')
    counts.certificates += countKind(credentials, 'x509_certificate')
  }
  if (counts.users + counts.roots === 0) throw invalidFile('has no rows: a credential report lists the root at least', { line: 1, column: 1, byte: 0 })
  context.onSummary?.({ counts, observedAt: generatedAt, scope: scope.account })
}

function countKind(credentials: readonly { kind: CredentialKind }[], kind: CredentialKind): number {
  return credentials.filter((credential) => credential.kind === kind).length
}

/** A use after the report was generated (or, where it does not say when, after now) cannot be: it would make an account look fresh for ever. */
function refuseLaterUse(entry: ReportRow, latestUse: Date, item: FileItem): void {
  for (const column of LAST_USE_COLUMNS) {
    const used = entry[column]
    if (used === 'never' || (used instanceof Date && used > latestUse))
      throw invalidFile('lies after the day of the report: it cannot be the last use', item.placeOf([column]))
  }
}

function headerOf(row: CsvRow): readonly string[] {
  const missing = REPORT_COLUMNS.filter((column) => !row.fields.includes(column))
  if (missing.length > 0)
    throw invalidFile(`lacks the column ${missing[0]} of a credential report${missing.length > 1 ? ` and ${missing.length - 1} more` : ''}`, row.place)
  const twice = row.fields.findIndex((column, index) => row.fields.indexOf(column) < index)
  if (twice >= 0) throw invalidFile('has a column twice in its header', row.placeOf(twice))
  return row.fields
}

function itemOf(row: CsvRow, columns: readonly string[]): FileItem {
  if (row.fields.length !== columns.length) {
    throw invalidFile(`has a row with ${row.fields.length} instead of ${columns.length} fields`, row.placeOf(Math.min(row.fields.length, columns.length) - 1))
  }
  const value = Object.fromEntries(columns.map((column, index) => [column, row.fields[index]]))
  return {
    value,
    placeOf: (keys) => ({ ...row.placeOf(columns.indexOf(String(keys[0]))), path: [row.place.path, String(keys[0])].filter(Boolean).join(': ') }),
  }
}
