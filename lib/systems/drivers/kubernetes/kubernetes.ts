import type { DiscoveringDriver } from '#lib/systems/driver.ts'
import { connectKubernetes, type KubernetesConnection } from './connect.ts'
import { discover } from './discover.ts'
import { KubernetesSettings } from './settings.ts'
import { testConnection } from './test-connection.ts'

/** A Kubernetes cluster, read through its API by the account of docs/guides/connect-kubernetes.md. */
export const kubernetesDriver: DiscoveringDriver<KubernetesConnection> = {
  kind: 'kubernetes_api',
  title: 'Kubernetes (API)',
  connectionSchema: KubernetesSettings,
  secretFields: ['token', 'clientKey'],
  capabilities: ['discover'],
  connect: connectKubernetes,
  test: testConnection,
  discover,
}
