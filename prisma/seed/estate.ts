import type { CredentialKind, Environment, IdentityClass } from '#lib/core/identity-class.ts'
import type { LastUseKnown } from '#lib/systems/discovered.ts'
import type { Team } from './people.ts'

/** How a credential is looked after: replaced every quarter, never since it was made years ago, or ending by itself. */
export type CredentialHabit = 'rotated' | 'forgotten' | 'ending'
export type SampleCredential = { kind: CredentialKind; name: string; habit: CredentialHabit }

export type SampleEntitlement = { resource: string; resourceKind: string; action: string; via: string; adminOption?: true }

/** Who may act as it. `principal` is an identity's key at the same source, or with `of` at another sample system, or whatever the source writes. */
export type SampleTrust = {
  kind: 'assume' | 'federate' | 'impersonate' | 'administer'
  principal: string
  principalKind: 'identity' | 'account' | 'service' | 'federated' | 'everybody'
  of?: string
  condition?: string
}

/** A principal of a sample system, before anybody asks who owns it. */
export type Principal = {
  externalId: string
  name: string
  class: IdentityClass
  classReason: string
  team: Team
  environment: Environment
  /** What its owner says it is for, once there is one. */
  purpose: string
  /** Why it is privileged, or null. */
  privileged: string | null
  attributes: Readonly<Record<string, unknown>>
  credentials: readonly SampleCredential[]
  entitlements: readonly SampleEntitlement[]
  trusts?: readonly SampleTrust[]
}

/** What a source's own log says when this class of principal works. */
export type Deed = { action: string; resource: string }

export type SampleSystem = {
  key: string
  kind: string
  name: string
  environment: Environment
  settings: Readonly<Record<string, unknown>>
  /** Days ago when it was connected. */
  connectedDaysAgo: number
  /** How well this kind of source knows the last use of a principal. */
  lastUseKnown: LastUseKnown
  deeds: Readonly<Partial<Record<IdentityClass, readonly Deed[]>>>
  principals: readonly Principal[]
}
