import type { DiscoveredRecordInput } from '../../discovered.ts'
import { vaultKey } from './role-records.ts'
import type { VaultPolicies } from './vault-policies.ts'
import type { Entity, SecretIdLookup, TokenLookup } from './vault-schemas.ts'

/** A secret id of an AppRole by its accessor; what its lookup adds where that is in the dump. The secret id itself is never in an answer of Vault but the one that makes it. */
export function secretIdRecord(identity: string, accessor: string, lookup: SecretIdLookup | null): DiscoveredRecordInput {
  const expiresAt = lookup?.expiration_time ?? null
  return {
    type: 'credential',
    identityExternalId: identity,
    externalId: `${identity}/secret-id/${accessor}`,
    kind: 'api_key',
    createdAt: lookup?.creation_time ?? null,
    lastRotatedAt: lookup?.creation_time ?? null,
    expiresAt,
    enabled: true,
    attributes: {
      accessor,
      ...(lookup ? { neverExpires: expiresAt === null && lookup.secret_id_ttl === 0 } : {}),
      ...(typeof lookup?.secret_id_num_uses === 'number' ? { usesLeft: lookup.secret_id_num_uses } : {}),
    },
  }
}

/** Tokens that a sign-in gave belong to the role or person that signed in and are as short-lived; those that somebody made are identities of their own. */
export function isMade({ path }: TokenLookup): boolean {
  return path === undefined || path === null || path === '' || /^auth\/token\/(create|root)|^sys\//.test(path)
}

/** A token that somebody made, as records. One without an end, as root tokens are, lives until it is revoked. */
export function* tokenRecords(token: TokenLookup, namespace: string, policies: VaultPolicies): Generator<DiscoveredRecordInput, void, undefined> {
  const identity = vaultKey(namespace, `token/${token.accessor}`)
  const privileged = policies.privilegedBy(namespace, token.policies)
  const dates = { createdAt: token.issue_time ?? null, expiresAt: token.expire_time ?? null, enabled: true }
  yield {
    type: 'identity',
    externalId: identity,
    name: `${token.display_name?.trim() || 'token'} (${token.accessor.slice(0, 12)}…)`,
    class: 'service_account',
    classReason: 'A token that was made for someone or something; Vault does not say what carries it',
    classConfidence: 'guess',
    ...dates,
    privileged: privileged !== null,
    privilegedReason: privileged?.reason ?? null,
    privilegedConfidence: privileged?.confidence ?? 'likely',
    attributes: {
      kind: 'vault_token',
      policies: token.policies,
      orphan: token.orphan === true,
      periodSeconds: token.period,
      neverExpires: dates.expiresAt === null,
    },
  }
  yield { type: 'credential', identityExternalId: identity, externalId: identity, kind: 'api_key', ...dates, attributes: { accessor: token.accessor } }
  yield* policies.entitlements(identity, namespace, token.policies)
}

const MACHINE_METHODS = ['approle', 'kubernetes', 'aws', 'gcp', 'azure', 'cert', 'jwt', 'token']

/** An entity as records; null for one of a person without privilege. Its policies add to those of the role that its holder signed in with. */
export function entityRecords(entity: Entity, namespace: string, policies: VaultPolicies): Generator<DiscoveredRecordInput, void, undefined> | null {
  const methods = [...new Set((entity.aliases ?? []).flatMap((alias) => alias.mount_type ?? []))]
  const privileged = policies.privilegedBy(namespace, entity.policies)
  const machine = methods.some((method) => MACHINE_METHODS.includes(method))
  return machine || privileged ? recordsOf(entity, { namespace, methods, machine, privileged }, policies) : null
}

type EntityFacts = { namespace: string; methods: string[]; machine: boolean; privileged: ReturnType<VaultPolicies['privilegedBy']> }

function* recordsOf(entity: Entity, facts: EntityFacts, policies: VaultPolicies): Generator<DiscoveredRecordInput, void, undefined> {
  const { namespace, methods, machine, privileged } = facts
  const identity = vaultKey(namespace, `identity/entity/id/${entity.id}`)
  const workload = methods.includes('approle') || methods.includes('token') ? ('service_account' as const) : ('workload' as const)
  yield {
    type: 'identity',
    externalId: identity,
    name: entity.name,
    class: machine ? workload : 'human_admin',
    classReason: `An entity that signs in by ${methods.join(', ').slice(0, 300) || 'no method'}${machine ? '' : ' and holds privileged policies'}`,
    classConfidence: machine || methods.length > 0 ? 'likely' : 'guess',
    enabled: entity.disabled !== true,
    createdAt: entity.creation_time ?? null,
    privileged: privileged !== null,
    privilegedReason: privileged?.reason ?? null,
    privilegedConfidence: privileged?.confidence ?? 'likely',
    attributes: {
      kind: 'vault_entity',
      policies: entity.policies,
      aliases: (entity.aliases ?? []).slice(0, 50).map((alias) => ({ name: alias.name, mount: alias.mount_path ?? '', method: alias.mount_type ?? '' })),
    },
  }
  yield* policies.entitlements(identity, namespace, entity.policies)
}
