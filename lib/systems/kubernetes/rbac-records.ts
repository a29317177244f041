import type { DiscoveredRecordInput } from '../discovered.ts'
import { type Grant, grantOf, type Holder, holderOf } from './bindings.ts'
import { impersonationTrust, serviceAccountImpersonator } from './impersonation-trust.ts'
import type { BindingObject, KubernetesKind, KubernetesObject } from './objects.ts'
import { Roles } from './roles.ts'
import { type HeldGrant, serviceAccountRecords } from './service-account-records.ts'
import { ServiceAccounts } from './service-accounts.ts'
import { groupNotes, leftOutNotes, missingAccountNote, missingRoleNotes, publicGrantNotes } from './rbac-notes.ts'
import { isSystemUser, userKey, userRecords } from './user-records.ts'

/**
 * Takes the objects of one cluster in any order, each once, and then gives them as records: service accounts with their tokens, rights and the clouds that
 * they act in, users of the cluster that hold privilege, who may act as whom, and notes. It keeps of each object what the records need, so that memory grows
 * with the number of service accounts, roles and bindings and not with pods, secrets or the size of a file.
 *
 * ```ts
 * const reading = new RbacReading()
 * for await (const item of items) reading.add(KubernetesObject.parse(item))
 * for (const record of reading.records()) …
 * ```
 * `KubernetesObject` (objects.ts) is the input: a ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding, Secret, Pod or Namespace with its `kind`.
 * Where no ServiceAccount was given at all, those that bindings name are taken for listed (`attributes.listed: false`).
 */
export class RbacReading {
  readonly #accounts = new ServiceAccounts()
  readonly #roles = new Roles()
  readonly #bindings = new Map<string, BindingObject>()
  #cluster: string | null

  /** `cluster` is the uid of the namespace kube-system where it is known beforehand; the namespace itself tells it too. */
  constructor(cluster: string | null = null) {
    this.#cluster = cluster
  }

  /** The uid of the namespace kube-system, which names the cluster in the world; null while nothing told it. */
  get cluster(): string | null {
    return this.#cluster
  }

  add(object: KubernetesObject): void {
    switch (object.kind) {
      case 'ServiceAccount':
        return this.#accounts.add(object)
      case 'Role':
      case 'ClusterRole':
        return this.#roles.add(object)
      case 'RoleBinding':
      case 'ClusterRoleBinding':
        return void this.#bindings.set(`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object)
      case 'Secret':
        return this.#accounts.addSecret(object)
      case 'Pod':
        return this.#accounts.addPod(object)
      case 'Namespace':
        if (object.metadata.name === 'kube-system' && object.metadata.uid) this.#cluster = object.metadata.uid
    }
  }

  /** Forgets what was added of one kind, so that it can be read again from the start. */
  forget(kind: KubernetesKind): void {
    if (kind === 'Role' || kind === 'ClusterRole') this.#roles.forget(kind)
    else if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
      for (const key of this.#bindings.keys()) if (key.startsWith(`${kind} `)) this.#bindings.delete(key)
    } else if (kind !== 'Namespace') this.#accounts.forget(kind)
  }

  /** All records, each identity before what belongs to it. Called once, after the last `add`. */
  *records(): Generator<DiscoveredRecordInput> {
    const held = this.#holders()
    const accounts = [...this.#accounts.all()]
    for (const [key, account] of accounts) {
      const all = [...(held.accounts.get(key) ?? []), ...(held.groups.get(account.namespace) ?? []), ...(held.groups.get(null) ?? []), ...held.everybody]
      yield* serviceAccountRecords(key, this.#accounts, account, { held: all, cluster: this.#cluster })
    }
    const users = [...held.users].filter(([name, grants]) => isSystemUser(name) || grants.some(({ grant }) => grant.dangers.length > 0))
    for (const [name, grants] of users) yield* userRecords(name, grants)
    yield* this.#trust(held, users)
    yield* missingRoleNotes([...held.all()])
    if (held.missing.size > 0) yield missingAccountNote(held.missing)
    yield* publicGrantNotes(held.everybody)
    yield* groupNotes(held.others)
    yield* leftOutNotes(held.users.size - users.length)
  }

  #holders(): Held {
    const held = new Held()
    for (const binding of this.#bindings.values()) {
      const { kind, name } = binding.roleRef
      const grant = grantOf(binding, this.#roles.rulesOf(kind, name, binding.metadata.namespace))
      const told = new Set<string>()
      for (const subject of binding.subjects) {
        const holder = holderOf(subject, grant.namespace)
        if (!holder || told.has(JSON.stringify(holder))) continue
        told.add(JSON.stringify(holder))
        if (holder.kind === 'service_account' && !this.#accounts.name(holder.namespace, holder.name))
          held.missing.set(`${holder.namespace}/${holder.name}`, grant)
        else held.add(holder, grant)
      }
    }
    return held
  }

  *#trust(held: Held, users: readonly [string, readonly HeldGrant[]][]): Generator<DiscoveredRecordInput> {
    const targets = [...this.#accounts.all()].map(([key, { namespace, name }]) => ({ key, namespace, name }))
    const grantsOf = (grants: readonly HeldGrant[] | undefined) => (grants ?? []).map(({ grant }) => grant)
    for (const { key, namespace, name } of targets) {
      const grants = grantsOf(held.accounts.get(key))
      if (grants.length > 0) yield* impersonationTrust(serviceAccountImpersonator(namespace, name), grants, targets)
    }
    for (const [name, grants] of users)
      yield* impersonationTrust({ principal: name, principalKind: 'unknown', principalExternalId: userKey(name) }, grantsOf(grants), targets)
    for (const [group, grants] of held.byGroup())
      yield* impersonationTrust(
        { principal: group, principalKind: group === 'system:authenticated' ? 'everybody' : 'group', principalExternalId: null },
        grants,
        targets,
      )
  }
}

/** Who holds which grants. */
class Held {
  readonly accounts = new Map<string, HeldGrant[]>()
  /** Of the groups of all service accounts, by namespace; null: of the whole cluster. */
  readonly groups = new Map<string | null, HeldGrant[]>()
  readonly everybody: HeldGrant[] = []
  readonly users = new Map<string, HeldGrant[]>()
  readonly others = new Map<string, Grant[]>()
  /** Service accounts that bindings name and that do not exist. */
  readonly missing = new Map<string, Grant>()

  add(holder: Holder, grant: Grant): void {
    switch (holder.kind) {
      case 'service_account':
        return push(this.accounts, serviceAccountImpersonator(holder.namespace, holder.name).principal, { grant, group: null })
      case 'all':
        return push(this.groups, holder.namespace, { grant, group: holder.group })
      case 'everybody':
        return void this.everybody.push({ grant, group: holder.group })
      case 'user':
        return push(this.users, holder.name, { grant, group: null })
      case 'group':
        return push(this.others, holder.name, grant)
    }
  }

  *all(): Generator<Grant> {
    for (const grants of [...this.accounts.values(), ...this.groups.values(), this.everybody, ...this.users.values()])
      for (const { grant } of grants) yield grant
    for (const grants of this.others.values()) yield* grants
  }

  byGroup(): Map<string, Grant[]> {
    const groups = new Map(this.others)
    for (const { grant, group } of [...[...this.groups.values()].flat(), ...this.everybody]) if (group) groups.set(group, [...(groups.get(group) ?? []), grant])
    return groups
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
