import type { CallOptions, TestReport } from '#lib/systems/driver.ts'
import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { listed, readEach, unreachablePlaces } from '../each-place.ts'
import type { Shown, TlsConnection } from './connect.ts'
import { endpointRecords } from './endpoint-records.ts'

/** TLS tells no time: whether a certificate has expired is read off this machine's clock. */
// oxlint-disable-next-line tenure/ambient -- a driver is an edge, and its target has no clock
const clock = () => new Date()

const outcomes = (connection: TlsConnection, { signal }: CallOptions) =>
  readEach(connection.endpoints, { parallel: connection.settings.parallel, signal }, (endpoint) => connection.look(endpoint, { signal }))

/** Looks at every endpoint, a few at a time. One that does not answer becomes a note, and what is known of it stands (`unreachablePlaces`); `unavailable` when none does. */
export async function* discover(connection: TlsConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  const failures: string[] = []
  for await (const outcome of outcomes(connection, options)) {
    if ('read' in outcome) yield [...endpointRecords(outcome.read, clock())]
    else {
      failures.push(outcome.failure)
      const { key } = outcome.place
      yield [{ type: 'note', externalId: externalKey('not-readable', key), code: 'not_readable', subject: key, text: outcome.failure.slice(0, 2_000) }]
    }
  }
  if (failures.length === connection.endpoints.length) throw unreachablePlaces('endpoints', failures)
}

/** Whether endpoints show certificates, and which do not. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: TlsConnection, options: CallOptions = {}): Promise<TestReport> {
  const shown: Shown[] = []
  const failures: string[] = []
  for await (const outcome of outcomes(connection, options)) {
    if ('read' in outcome) shown.push(outcome.read)
    else failures.push(outcome.failure)
  }
  if (shown.length === 0) return { reachable: false, code: null, reason: unreachablePlaces('endpoints', failures).message }
  const warnings = failures.length > 0 ? [`${failures.length} of ${connection.endpoints.length} endpoints cannot be read: ${listed(failures)}`] : []
  const rights = [{ capability: 'discover' as const, right: 'connect', held: true, purpose: 'See the certificate of each endpoint', remedy: null }]
  return { reachable: true, as: 'anybody: nothing is logged in to', serverVersion: shown[0]?.protocol ?? 'TLS', targetTime: clock(), rights, warnings }
}
