import type { Confidence } from '#lib/core/identity-class.ts'
import { hash } from 'node:crypto'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { aclRules, privilegedRule, type AclRule } from './acl-policy.ts'

/** Every token has it, and it opens only what is the token's own. */
const DEFAULT = 'default'
const NOT_READ = 'unknown: the policy is not in the file'
const ADMIN_NAME = /^(admin|administrators?|super-?user|hcp-root|vault-admin)$/i

/** The ACL policies of a dump by their names, and what they make of who holds them. */
export class VaultPolicies {
  readonly #rules = new Map<string, AclRule[]>()
  readonly #missing = new Set<string>()

  get count(): number {
    return this.#rules.size
  }

  add(namespace: string, name: string, text: string): void {
    const rules = new Map<string, Set<string>>()
    for (const { path, capabilities } of aclRules(text)) {
      const place = cutText(path || '(no path)', 2_000)
      rules.set(place, new Set([...(rules.get(place) ?? []), ...capabilities]))
    }
    this.#rules.set(
      `${namespace}\n${name}`,
      [...rules].map(([path, capabilities]) => ({ path, capabilities: [...capabilities] })),
    )
  }

  /** Why these policies make privileged, or null. */
  privilegedBy(namespace: string, names: readonly string[]): { reason: string; confidence: Confidence } | null {
    if (names.includes('root')) return { reason: 'Policy root: may do anything', confidence: 'certain' }
    const reasons = names.flatMap((name) => {
      const [first] = (this.#rules.get(`${namespace}\n${name}`) ?? []).flatMap((rule) => privilegedRule(rule) ?? [])
      return first === undefined ? [] : [`policy ${name}: ${cutText(first, 200)}`]
    })
    if (reasons.length > 0) return { reason: cutText(reasons.join('; '), 2_000), confidence: 'certain' }
    const named = names.find((name) => ADMIN_NAME.test(name) && !this.#rules.has(`${namespace}\n${name}`))
    return named === undefined ? null : { reason: `policy ${named}, by its name: what it allows is not in the file`, confidence: 'guess' }
  }

  /** An entitlement for each path of each policy; one of unknown reach for a policy that is not in the dump. */
  *entitlements(identity: string, namespace: string, names: readonly string[]): Generator<DiscoveredRecordInput, void, undefined> {
    for (const name of new Set(names)) {
      if (name === DEFAULT) continue
      const rules = this.#rules.get(`${namespace}\n${name}`)
      if (!rules && name !== 'root') this.#missing.add(name)
      const known = name === 'root' ? [{ path: '*', capabilities: ['root'] }] : (rules ?? [{ path: NOT_READ, capabilities: ['unknown'] }])
      for (const { path, capabilities } of known) {
        yield {
          type: 'entitlement',
          identityExternalId: identity,
          externalId: `${identity}/policy/${hash('sha256', `${name}\n${path}`, 'hex').slice(0, 32)}`,
          resource: path,
          resourceKind: 'vault_path',
          action: cutText(capabilities.join(', ') || 'nothing', 256),
          grantedVia: `policy ${name}`,
          attributes: { policy: name },
        }
      }
    }
  }

  /** What is not known of policies that somebody holds. */
  *missingNotes(): Generator<DiscoveredRecordInput, void, undefined> {
    for (const name of this.#missing) {
      const text = `The policy ${name} is held, but is not in the file: what it allows is unknown`
      yield { type: 'note', externalId: `policy-missing/${name}`, code: 'not_readable', subject: name, text }
    }
  }
}
