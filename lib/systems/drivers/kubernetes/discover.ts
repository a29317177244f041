import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { RbacReading } from '#lib/systems/kubernetes/rbac-records.ts'
import { inBatches } from '../each-place.ts'
import { type KubernetesConnection, stopIfAborted } from './connect.ts'
import { Gone } from './errors.ts'
import { listsOf, readList } from './lists.ts'

export const KUBE_SYSTEM = '/api/v1/namespaces/kube-system'
const KubeSystem = z.object({ metadata: z.object({ uid: z.string().min(1).max(128) }) })

/**
 * The cluster's service accounts with their rights, tokens and users, and who may act as whom. Needs to see service accounts, roles and bindings whole: `forbidden`
 * names what is not shown. What else is not shown (pods, token Secrets, the cluster's own id) becomes a note.
 */
export async function* discover(connection: KubernetesConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  const notes: DiscoveredRecordInput[] = []
  const reading = new RbacReading(await clusterOf(connection, options, notes))
  for (const plan of listsOf(connection)) {
    try {
      await readList(connection, plan, reading, options)
    } catch (error) {
      if (plan.needed || !isForbidden(error)) throw error
      reading.forget(plan.kind)
      notes.push(notReadable(plan.resource, `${plan.purpose}: ${error.message}`))
    }
  }
  yield* inBatches(reading.records())
  if (notes.length > 0) yield notes
}

async function clusterOf(connection: KubernetesConnection, options: CallOptions, notes: DiscoveredRecordInput[]): Promise<string | null> {
  stopIfAborted(options.signal)
  try {
    const { body } = await connection.get(KUBE_SYSTEM, options)
    return KubeSystem.parse(body).metadata.uid
  } catch (error) {
    if (error instanceof Gone || error instanceof z.ZodError) throw new TenureError('unavailable', 'What answers there is no Kubernetes API server')
    if (!isForbidden(error)) throw error
    notes.push(
      notReadable('namespaces/kube-system', 'Its uid names the cluster in the world: without it no other source can speak of the same service accounts'),
    )
    return null
  }
}

const isForbidden = (error: unknown): error is TenureError => error instanceof TenureError && error.code === 'forbidden'

function notReadable(subject: string, text: string): DiscoveredRecordInput {
  return { type: 'note', externalId: externalKey('not-readable', subject), code: 'not_readable', subject, text: text.slice(0, 2_000) }
}
