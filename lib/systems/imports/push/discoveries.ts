import { z } from 'zod'
import { DiscoveredRecord, type DiscoveredRecordInput } from '../../discovered.ts'
import type { Coverage, ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { type JsonLine, readJsonLines } from '../read-json-lines.ts'
import { recordBatches } from '../record-batches.ts'

/** Discoveries that say nothing about what they leave out: none of it has vanished. */
const ADDS_ONLY: Coverage = { identityKinds: [], credentialKinds: [], entitlements: false, privilege: true }

/** The first line. `complete`: these are all that the system has, so that what is not among them has vanished. */
const Header = z.object({
  type: z.literal('discoveries'),
  version: z.literal(1, 'must be 1'),
  complete: z.boolean(),
  observedAt: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional(),
})

/** Records as the contract of sources has them, one a line: what `POST /api/v1/discoveries` takes, and what a file of the same content holds. */
export const discoveries: ImportFormat = {
  kind: 'tenure-ndjson',
  title: 'Discoveries as JSON lines',
  origin: 'docs/guides/push-discoveries.md',
  covers: ADDS_ONLY,
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && /^\s*\{\s*"type"\s*:\s*"discoveries"/.test(head)
  },
  parse: (bytes, context) => recordBatches(readDiscoveries(bytes, context)),
}

async function* readDiscoveries(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  let header: z.infer<typeof Header> | null = null
  const counts: Record<string, number> = {}
  for await (const line of readJsonLines(bytes)) {
    if (!header) {
      header = parseItem(Header, line)
      continue
    }
    const record = recordOf(line)
    counts[record.type] = (counts[record.type] ?? 0) + 1
    yield record
  }
  const covers = header?.complete ? null : ADDS_ONLY
  context.onSummary?.({ counts, observedAt: header?.observedAt ?? null, scope: null, covers })
}

/** A sender neither lends access nor knows our leases: it offers no privileges and marks nothing as ours. */
function recordOf(line: JsonLine): DiscoveredRecord {
  const record = parseItem(DiscoveredRecord, line)
  if (record.type === 'privilege') throw invalidFile('offers a privilege, which only a system does that Tenure connects to', line.placeOf(['type']))
  return record.type === 'identity' ? { ...record, ours: false } : record
}
