import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { EXPOSURES_ONLY } from './exposures-only.ts'
import { gitleaksExposure, GitleaksFinding } from './gitleaks-finding.ts'

/** Secrets that gitleaks found, whether its report is redacted or not. */
export const gitleaksReport: ImportFormat = {
  kind: 'gitleaks-json',
  title: 'Gitleaks report as JSON',
  origin: 'gitleaks git --redact --report-format json --report-path report.json',
  covers: EXPOSURES_ONLY,
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'list' && ['RuleID', 'StartLine', 'Secret', 'File'].every((key) => outline.keys.includes(key))
  },
  parse: (bytes, context) => recordBatches(readFindings(bytes, context)),
}

async function* readFindings(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  let exposures = 0
  for await (const item of readJsonItems(bytes, { lists: [''] })) {
    yield gitleaksExposure(parseItem(GitleaksFinding, item))
    exposures += 1
  }
  context.onSummary?.({ counts: { exposures }, observedAt: null, scope: null })
}
