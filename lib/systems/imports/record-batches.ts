import { DiscoveredRecord, type DiscoveredRecordInput } from '../discovered.ts'

const BATCH = 500

/**
 * Records as the register takes them (gaps filled, bounds checked), in batches of 500. A record that breaks a bound is a bug of
 * its format, not of the file. Attributes are passed as they are: their type makes them JSON, and walking them would cost as much as all the rest.
 */
export async function* recordBatches(records: AsyncIterable<DiscoveredRecordInput>): AsyncGenerator<DiscoveredRecord[], void, undefined> {
  let batch: DiscoveredRecord[] = []
  for await (const record of records) {
    batch.push(checked(record))
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function checked(record: DiscoveredRecordInput): DiscoveredRecord {
  if (!('attributes' in record)) return DiscoveredRecord.parse(record)
  const { attributes = {}, ...facts } = record
  const parsed = DiscoveredRecord.parse(facts)
  if ('attributes' in parsed) parsed.attributes = attributes
  return parsed
}
