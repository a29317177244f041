import type { Confidence } from '#lib/core/identity-class.ts'
import { externalKey, type DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'

/** Permissions of the GitHub REST API as an app or a token holds them: the permission's name and its level. */
export type Permissions = Readonly<Record<string, string>>

/** What reaches beyond its own task at the level `write` or `admin`, because it hands out rights, secrets or the machines that builds run on. */
const RULING: Readonly<Record<string, string>> = {
  administration: 'administers repositories: their members, keys and rules',
  organization_administration: 'administers the organisation',
  members: 'changes members and teams of the organisation',
  organization_custom_roles: 'defines roles of the organisation',
  organization_custom_org_roles: 'defines roles of the organisation',
  organization_personal_access_tokens: 'admits personal access tokens',
  organization_personal_access_token_requests: 'admits personal access tokens',
  organization_self_hosted_runners: 'adds machines that run workflows',
  organization_hooks: 'sends the events of the organisation elsewhere',
  organization_secrets: 'writes secrets of the organisation',
  secrets: 'writes secrets of repositories',
  environments: 'changes deployment environments and their protection',
  workflows: 'changes workflows, which run with the rights of their repository',
}

const MAY_CHANGE = /^(write|admin)$/

/** Why a set of permissions makes privileged, or null when it does not. Writing code counts where it reaches every repository. */
export function privilegedBy(permissions: Permissions, everyRepository: boolean): { reason: string; confidence: Confidence } | null {
  const held = (name: string) => MAY_CHANGE.test(permissions[name] ?? '')
  const ruling = Object.entries(RULING).flatMap(([name, effect]) => (held(name) ? [`${name}: ${permissions[name]} (${effect})`] : []))
  if (ruling.length > 0) return { reason: cutText(ruling.join('; '), 2_000), confidence: 'certain' }
  if (held('contents') && everyRepository) return { reason: 'contents: write on every repository (changes any code)', confidence: 'likely' }
  return null
}

/** One entitlement a permission of an identity, on `resource`. `area` tells apart permissions of one name on the organisation and on repositories. */
export function* permissionEntitlements(
  identity: string,
  area: string,
  permissions: Permissions,
  on: { resource: string; resourceKind: string; grantedVia: string; attributes?: Record<string, string | string[]> },
): Generator<DiscoveredRecordInput, void, undefined> {
  for (const [name, level] of Object.entries(permissions)) {
    yield {
      type: 'entitlement',
      identityExternalId: identity,
      externalId: `${identity}/${externalKey(area, name)}`,
      resource: on.resource,
      resourceKind: on.resourceKind,
      action: cutText(`${name}: ${level}`, 256),
      grantedVia: on.grantedVia,
      attributes: { permission: name, level, ...on.attributes },
    }
  }
}
