import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { exposureRecord, saidInstant, saidText } from './exposure-record.ts'
import { EXPOSURES_ONLY } from './exposures-only.ts'

const text = z.string().nullish()
const Region = z.object({ startLine: z.int().min(0).nullish(), startColumn: z.int().min(0).nullish(), snippet: z.object({ text }).nullish() })
const Location = z.object({ physicalLocation: z.object({ artifactLocation: z.object({ uri: text }).nullish(), region: Region.nullish() }).nullish() })

/** A result (SARIF 2.1.0 §3.27). Of the message nothing is taken: tools write what they found into it. */
const Result = z.object({
  ruleId: z.string().min(1).max(1_000),
  locations: z.array(Location).nullish(),
  partialFingerprints: z.record(z.string(), z.unknown()).nullish(),
})
const Rule = z.object({ id: z.string(), shortDescription: z.object({ text }).nullish(), name: text })

/** A run (§3.14): the rules of its tool, its results, and the repository that it looked at. */
const Run = z.object({
  tool: z.object({ driver: z.object({ name: z.string().min(1).max(500), rules: z.array(Rule).nullish() }) }),
  results: z.array(Result).nullish(),
  versionControlProvenance: z.array(z.object({ repositoryUri: text, revisionId: text })).nullish(),
})
type Run = z.infer<typeof Run>
type Result = z.infer<typeof Result>

/** Secrets that any scanner found which writes SARIF. */
export const sarifReport: ImportFormat = {
  kind: 'sarif',
  title: 'Secret scan as SARIF 2.1.0',
  origin: 'gitleaks git --redact --report-format sarif, GitHub secret scanning, or another secret scanner',
  covers: EXPOSURES_ONLY,
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && (outline.keys.includes('runs') || /sarif/i.test(head.slice(0, 1_000))) && /"version"\s*:\s*"2\.1\.0"/.test(head)
  },
  parse: (bytes, context) => recordBatches(readRuns(bytes, context)),
}

async function* readRuns(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  let exposures = 0
  for await (const item of readJsonItems(bytes, { lists: ['runs'] })) {
    const run = parseItem(Run, item)
    const titles = new Map(run.tool.driver.rules?.map((rule) => [rule.id, rule.shortDescription?.text ?? rule.name ?? rule.id]))
    for (const result of run.results ?? []) {
      exposures += 1
      yield recordOf(result, run, titles.get(result.ruleId) ?? result.ruleId)
    }
  }
  context.onSummary?.({ counts: { exposures }, observedAt: null, scope: null })
}

function recordOf(result: Result, run: Run, title: string): DiscoveredRecordInput {
  const [provenance = {}] = run.versionControlProvenance ?? []
  const { commit, ...marks } = marksOf(result)
  return exposureRecord({
    rule: result.ruleId,
    title,
    source: saidText(provenance.repositoryUri, 1_000),
    ...placeOf(result),
    ...marks,
    commit: commit ?? saidText(provenance.revisionId, 256),
    verified: null,
  })
}

function placeOf({ locations }: Result) {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {}
  const { startLine = null, startColumn = null, snippet } = region ?? {}
  return { path: saidText(artifactLocation?.uri, 2_000), line: startLine, column: startColumn, secret: snippet?.text ?? null }
}

/** What gitleaks writes beside a result of the commit that it found it in. */
function marksOf({ partialFingerprints }: Result) {
  const mark = (name: string) => {
    const value = partialFingerprints?.[name]
    return typeof value === 'string' ? value : null
  }
  return {
    commit: saidText(mark('commitSha'), 256),
    author: saidText(mark('email'), 512) ?? saidText(mark('author'), 512),
    exposedAt: saidInstant(mark('date')),
  }
}
