import type { CallOptions } from '#lib/systems/driver.ts'
import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import { inBatches, readEach, unreachablePlaces } from '../each-place.ts'
import type { OpensshConnection } from './connect.ts'
import { hostRecords } from './host-records.ts'
import { notReadable } from './not-readable.ts'
import { readInventory } from './read-inventory.ts'

/** Reads every host, a few at a time. One that does not answer becomes a note, and what is known of it stands (`unreachablePlaces`); `unavailable` when none does. */
export async function* discover(connection: OpensshConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  const { hosts, settings } = connection
  const failures: string[] = []
  const limits = { parallel: settings.parallel, signal: options.signal }
  for await (const outcome of readEach(hosts, limits, (host) => readInventory(connection, host, 'all', options))) {
    if ('read' in outcome) yield* inBatches(hostRecords(outcome.read))
    else {
      failures.push(outcome.failure)
      yield [notReadable(outcome.place.name, outcome.place.name, outcome.failure)]
    }
  }
  if (failures.length === hosts.length) throw unreachablePlaces('hosts', failures)
}
