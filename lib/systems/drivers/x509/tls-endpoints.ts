import type { DiscoveringDriver } from '#lib/systems/driver.ts'
import { connectTlsEndpoints, type TlsConnection } from './connect.ts'
import { discover, testConnection } from './discover.ts'
import { TlsEndpointsSettings } from './endpoints.ts'

/** The certificates that TLS servers show to whoever connects (docs/guides/connect-tls-endpoints.md). */
export const tlsEndpointsDriver: DiscoveringDriver<TlsConnection> = {
  kind: 'tls_endpoints',
  title: 'TLS endpoints',
  connectionSchema: TlsEndpointsSettings,
  secretFields: [],
  capabilities: ['discover'],
  connect: connectTlsEndpoints,
  test: testConnection,
  discover,
}
