import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { parseItem } from '../parse-item.ts'
import { readCsvRows } from '../read-csv-rows.ts'
import { recordBatches } from '../record-batches.ts'
import { EXPOSURES_ONLY } from './exposures-only.ts'
import { gitleaksExposure, GitleaksFinding } from './gitleaks-finding.ts'

/** Secrets that gitleaks found, as its CSV report. */
export const gitleaksCsv: ImportFormat = {
  kind: 'gitleaks-csv',
  title: 'Gitleaks report as CSV',
  origin: 'gitleaks git --redact --report-format csv --report-path report.csv',
  covers: EXPOSURES_ONLY,
  detect(head) {
    const header = head.split(/\r?\n/, 1)[0]?.split(',') ?? []
    return ['RuleID', 'StartLine', 'Secret', 'File'].every((column) => header.includes(column))
  },
  parse: (bytes, context) => recordBatches(readFindings(bytes, context)),
}

async function* readFindings(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  let columns: string[] | null = null
  let exposures = 0
  for await (const row of readCsvRows(bytes)) {
    if (!columns) {
      columns = row.fields
      continue
    }
    const known = columns
    if (row.fields.length !== known.length)
      throw invalidFile(`has ${row.fields.length} fields here, but ${known.length} columns: the file is damaged or cut off`, row.place)
    const value = Object.fromEntries(known.map((column, index) => [column, row.fields[index]]))
    const placeOf = ([column]: readonly PropertyKey[]) => ({ ...row.placeOf(Math.max(0, known.indexOf(String(column)))), path: String(column ?? '') })
    yield gitleaksExposure(parseItem(GitleaksFinding, { value, placeOf }))
    exposures += 1
  }
  context.onSummary?.({ counts: { exposures }, observedAt: null, scope: null })
}
