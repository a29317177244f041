import type { DiscoveredNote, DiscoveredRecordInput, DiscoveredTrust } from '../discovered.ts'
import { cutText } from '../imports/storable.ts'
import type { Grant } from './bindings.ts'
import { boundedKey, serviceAccountUser } from './keys.ts'
import type { Impersonation } from './privileged-rules.ts'

/** Who may act as so many service accounts may act as all: more are counted only. */
const MOST_TARGETS = 200

export type Impersonator = Pick<DiscoveredTrust, 'principal' | 'principalKind' | 'principalExternalId'>
type Target = { key: string; namespace: string; name: string }

/** Who may act as service accounts through these grants, by the right to impersonate or to make tokens. Whoever may do everything is left out: its rights say so. */
export function* impersonationTrust(impersonator: Impersonator, grants: readonly Grant[], targets: readonly Target[]): Generator<DiscoveredRecordInput> {
  const told = new Set<string>()
  let left = 0
  for (const reach of reachOf(impersonator, grants, targets)) {
    const { grant, through } = reach
    const key = boundedKey(reach.target, through, impersonator.principal, grant.binding.kind, grant.binding.namespace ?? '', grant.binding.name)
    if (told.has(key)) continue
    if (told.size === MOST_TARGETS) left += 1
    else {
      told.add(key)
      yield trustOf({ ...impersonator, ...reach, key })
    }
  }
  if (left > 0) yield leftOut(impersonator.principal, left)
}

type Reach = { target: string; grant: Grant; through: Impersonation['through'] }

function* reachOf(impersonator: Impersonator, grants: readonly Grant[], targets: readonly Target[]): Generator<Reach> {
  for (const grant of grants) {
    for (const impersonation of grant.dangers[0] === 'do everything' ? [] : grant.impersonations) {
      const reached = targets.filter((target) => target.key !== impersonator.principalExternalId && reaches(grant, impersonation, target))
      for (const { key } of reached) yield { target: key, grant, through: impersonation.through }
    }
  }
}

function reaches({ namespace }: Grant, { names }: Impersonation, target: Target): boolean {
  return (namespace === null || namespace === target.namespace) && (names === 'all' || names.includes(target.name))
}

function trustOf({
  key,
  target,
  grant,
  through,
  ...impersonator
}: Impersonator & { key: string; target: string; grant: Grant; through: Impersonation['through'] }) {
  return {
    type: 'trust' as const,
    identityExternalId: target,
    externalId: key,
    kind: 'impersonate' as const,
    ...impersonator,
    condition: through === 'token' ? 'By making a token of it (create serviceaccounts/token)' : 'By the verb impersonate',
    attributes: { through, via: grant.via, binding: grant.binding.name, bindingKind: grant.binding.kind, role: grant.role.name, roleKind: grant.role.kind },
  }
}

function leftOut(principal: string, count: number): DiscoveredNote {
  const subject = cutText(principal, 600)
  const text = `${cutText(principal, 200)} may act as ${count} more service accounts than the ${MOST_TARGETS} that are listed`
  return { type: 'note', externalId: boundedKey('impersonates-more', principal), code: 'left_out', subject, text }
}

/** A service account as somebody who may act as others. */
export function serviceAccountImpersonator(namespace: string, name: string): Impersonator {
  const key = serviceAccountUser(namespace, name)
  return { principal: key, principalKind: 'identity', principalExternalId: key }
}
