import { TenureError } from '#lib/core/errors.ts'
import type { DiscoveredRecord } from '../../discovered.ts'
import type { ImportContext, ImportFormat, ImportSummary } from '../import-format.ts'

/** Bytes as a file would come: in chunks of `size`. Text is UTF-8. */
export async function* bytesOf(content: string | Uint8Array, size = 4096): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

/** Everything that a format makes of a content: its records and its summary. */
export async function readAll(
  format: ImportFormat,
  content: string | Uint8Array,
  options: Partial<ImportContext> & { chunk?: number } = {},
): Promise<{ records: DiscoveredRecord[]; summary: ImportSummary | null }> {
  const records: DiscoveredRecord[] = []
  let summary: ImportSummary | null = null
  const context = { now: new Date('2026-11-22T12:00:00Z'), ...options, onSummary: (found: ImportSummary) => (summary = found) }
  for await (const batch of format.parse(bytesOf(content, options.chunk), context)) records.push(...batch)
  return { records, summary }
}

/** The records of one type, typed as it. */
export function ofType<T extends DiscoveredRecord['type']>(records: readonly DiscoveredRecord[], type: T): Extract<DiscoveredRecord, { type: T }>[] {
  return records.filter((record): record is Extract<DiscoveredRecord, { type: T }> => record.type === type)
}

/** The message with which a reading is refused. Fails for any other error than `invalid`, and for none. */
export async function refusalOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
  } catch (error) {
    if (error instanceof TenureError && error.code === 'invalid') return error.message
    throw error
  }
  throw new Error('The file was accepted')
}
