import type { DiscoveredRecordInput } from '../../discovered.ts'
import { KUBERNETES_KINDS, KubernetesObject } from '../../kubernetes/objects.ts'
import { RbacReading } from '../../kubernetes/rbac-records.ts'
import { Duplicates } from '../duplicates.ts'
import type { Coverage, ImportContext } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { parseItem } from '../parse-item.ts'
import type { PlacedItem } from '../placed-item.ts'

/** What the objects of a whole cluster list; of a part nothing is. Tokens are complete only where Secrets were listed, which not everybody may. */
export const WHOLE_CLUSTER: Coverage = { identityKinds: ['service_account', 'user'], credentialKinds: [], entitlements: true, privilege: true, trusts: true }
const PART_OF_CLUSTER: Coverage = { identityKinds: [], credentialKinds: [], entitlements: false, privilege: false }

const START = { line: 1, column: 1, byte: 0 }

/** One reading of a file of Kubernetes objects: takes them in any order, and hands out the records once all are known. Memory: see `RbacReading`, and 400 bytes an object. */
export class KubernetesReading {
  readonly #context: ImportContext
  readonly #rbac: RbacReading
  readonly #duplicates = new Duplicates()
  readonly #counts: Record<string, number> = {}
  #passedOver = 0
  #ofSystem = false

  constructor(context: ImportContext) {
    this.#context = context
    this.#rbac = new RbacReading()
  }

  /** Takes one object. Kinds that say nothing of identities are passed over. `invalid` for one that is malformed or differs from one with the same name. */
  take(item: PlacedItem): void {
    const kind = kindOf(item)
    if (!KUBERNETES_KINDS.some((known) => known === kind)) {
      this.#passedOver += 1
      return
    }
    const object = parseItem(KubernetesObject, item)
    if (!/^[\w.-]+$/.test(object.metadata.uid ?? 'none')) throw invalidFile('must be a uid', item.placeOf(['metadata', 'uid']))
    const namespace = object.metadata.namespace ?? ''
    if (this.#duplicates.isRepeat(`${object.kind} ${namespace}/${object.metadata.name}`, item.value, item.place)) return
    this.#rbac.add(object)
    this.#counts[object.kind] = (this.#counts[object.kind] ?? 0) + 1
    if (object.kind === 'ServiceAccount' && namespace === 'kube-system') this.#ofSystem = true
  }

  /** The records of a file that was read to its end. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    if (Object.keys(this.#counts).length === 0) throw invalidFile('holds no service accounts, roles or bindings', START)
    const { cluster } = this.#rbac
    const { scope } = this.#context
    if (scope && cluster && scope !== cluster) throw invalidFile(`is of the cluster ${excerpt(cluster)}, but this system is ${excerpt(scope)}`, START)
    const lacking = this.#lacking()
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: cluster, covers: lacking === null ? this.#covered() : PART_OF_CLUSTER })
    yield* this.#rbac.records()
    if (lacking !== null) {
      const text = `The file holds no ${lacking}, so it is a part of the cluster: it adds to the register, and nothing counts as gone`
      yield { type: 'note', externalId: 'left-out/part', code: 'left_out', subject: 'the rest of the cluster', text }
    }
    if (this.#passedOver > 0) {
      const text = `${this.#passedOver} objects of kinds that say nothing of identities were passed over`
      yield { type: 'note', externalId: 'left-out/other-kinds', code: 'left_out', subject: 'other kinds', text }
    }
  }

  /** What every cluster has and a file of all of it therefore holds, where it is not here; null for a whole cluster. */
  #lacking(): string | null {
    const kind = ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'RoleBinding'].find((each) => !this.#counts[each])
    return kind ?? (this.#ofSystem ? null : 'ServiceAccount of kube-system')
  }

  #covered(): Coverage {
    return this.#counts['Secret'] ? { ...WHOLE_CLUSTER, credentialKinds: ['api_key'] } : WHOLE_CLUSTER
  }
}

function kindOf(item: PlacedItem): string {
  const { value } = item
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidFile('must be an object of Kubernetes', item.place)
  const kind: unknown = Object.hasOwn(value, 'kind') ? Reflect.get(value, 'kind') : undefined
  if (typeof kind === 'string' && kind !== '') return kind
  throw invalidFile('is missing: each object must say its kind', item.placeOf(['kind']))
}
