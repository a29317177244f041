import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { partOf, type PlacedItem } from '../placed-item.ts'
import { recordBatches } from '../record-batches.ts'
import { KubernetesReading, WHOLE_CLUSTER } from './kubernetes-reading.ts'
import { readYamlDocuments } from './read-yaml-documents.ts'

/** Manifests, or what kubectl lists, as YAML. */
export const kubernetesYaml: ImportFormat = {
  kind: 'kubernetes-yaml',
  title: 'Kubernetes manifests as YAML',
  origin: 'manifests with ServiceAccounts, roles and bindings, or kubectl get … -o yaml',
  covers: WHOLE_CLUSTER,
  detect: (head) => !/^\s*[{[]/.test(head) && /^apiVersion:[ \t]+\S/m.test(head) && /^(kind:[ \t]+["']?[A-Z]|items:)/m.test(head),
  parse: (bytes, context) => recordBatches(readManifests(bytes, context)),
}

async function* readManifests(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new KubernetesReading(context)
  for await (const document of readYamlDocuments(bytes)) for (const item of objectsOf(document)) reading.take(item)
  yield* reading.finish()
}

/** A document is one object, or a list of them (`kind: List`, or `RoleBindingList` and its like, whose items may leave their kind out). */
function* objectsOf(document: PlacedItem): Generator<PlacedItem, void, undefined> {
  const list = listOf(document.value)
  if (!list) yield document
  else for (const [index, value] of list.items.entries()) yield partOf(document, ['items', index], withKind(value, list.kind))
}

function listOf(value: unknown): { kind: string; items: unknown[] } | null {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('items' in value)) return null
  const { kind, items } = value
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? { kind: kind.slice(0, -'List'.length), items } : null
}

function withKind(value: unknown, kind: string): unknown {
  return kind !== '' && typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, 'kind') ? { ...value, kind } : value
}
