import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonLines } from '../read-json-lines.ts'
import { recordBatches } from '../record-batches.ts'
import { exposureRecord, saidInstant, saidText } from './exposure-record.ts'
import { EXPOSURES_ONLY } from './exposures-only.ts'

const text = z.string().nullish()

/** Where it was found: one member, named after the kind of source (Git, Github, Filesystem, S3, …), with what that source knows. */
const Where = z.looseObject({
  repository: text,
  bucket: text,
  link: text,
  file: text,
  line: z.int().min(0).nullish(),
  commit: text,
  email: text,
  timestamp: text,
})

/** A result of trufflehog 3, as `--json` writes one a line (pkg/output/json.go). */
const Result = z.object({
  SourceName: text,
  SourceMetadata: z.object({ Data: z.record(z.string(), Where.nullable()).nullish() }).nullish(),
  DetectorName: z.string().min(1).max(500),
  DetectorDescription: text,
  Verified: z.boolean(),
  VerificationError: text,
  Raw: text,
})
type Result = z.infer<typeof Result>

/** Secrets that trufflehog found, and whether they still worked. */
export const trufflehogReport: ImportFormat = {
  kind: 'trufflehog-json',
  title: 'TruffleHog results as JSON lines',
  origin: 'trufflehog git <repository> --json',
  covers: EXPOSURES_ONLY,
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && outline.keys.includes('DetectorName') && outline.keys.includes('SourceMetadata')
  },
  parse: (bytes, context) => recordBatches(readResults(bytes, context)),
}

async function* readResults(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  let results = 0
  for await (const line of readJsonLines(bytes)) {
    const result = parseItem(Result, line)
    results += 1
    yield recordOf(result)
  }
  context.onSummary?.({ counts: { exposures: results }, observedAt: null, scope: null })
}

function recordOf(result: Result): DiscoveredRecordInput {
  const where = Object.values(result.SourceMetadata?.Data ?? {}).find((each) => each !== null) ?? {}
  return exposureRecord({
    rule: result.DetectorName,
    title: result.DetectorDescription ?? '',
    source: sourceOf(where, result),
    path: saidText(where.file, 2_000),
    // Sources without lines say 0
    line: where.line || null,
    column: null,
    commit: saidText(where.commit, 256),
    author: saidText(where.email, 512),
    exposedAt: saidInstant(where.timestamp),
    verified: wasVerified(result),
    secret: result.Raw ?? null,
  })
}

function sourceOf({ repository, bucket }: Partial<z.infer<typeof Where>>, { SourceName }: Result): string | null {
  return saidText(repository, 1_000) ?? saidText(bucket, 1_000) ?? saidText(SourceName, 1_000)
}

/** Not verified after an error says nothing about the secret. */
function wasVerified({ Verified, VerificationError }: Result): boolean | null {
  if (Verified) return true
  return VerificationError ? null : false
}
