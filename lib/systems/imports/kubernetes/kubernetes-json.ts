import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { KubernetesReading, WHOLE_CLUSTER } from './kubernetes-reading.ts'

/** Objects of a cluster as kubectl lists them. */
export const kubernetesJson: ImportFormat = {
  kind: 'kubernetes-json',
  title: 'Kubernetes service accounts and RBAC as JSON',
  origin: 'kubectl get serviceaccounts,roles,clusterroles,rolebindings,clusterrolebindings -A -o json',
  covers: WHOLE_CLUSTER,
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && outline.keys.includes('apiVersion') && outline.keys.includes('items') && /"kind"\s*:\s*"[A-Z]/.test(head)
  },
  parse: (bytes, context) => recordBatches(readList(bytes, context)),
}

const Continued = z.object({ continue: z.string().optional() }).nullable()

async function* readList(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new KubernetesReading(context)
  for await (const item of readJsonItems(bytes, { lists: ['items'], members: ['metadata'] })) {
    if (item.list === 'items') reading.take(item)
    else if (parseItem(Continued, item)?.continue) throw invalidFile('says that this is only one page of the list: export all of it', item.place)
  }
  yield* reading.finish()
}
