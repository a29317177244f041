import { DAY } from '#lib/core/time.ts'
import type { LastUseKnown } from '../../discovered.ts'
import { parseIamArn } from './arn.ts'
import { classifyRole } from './classify-role.ts'
import { classifyUser } from './classify-user.ts'
import type { Classification } from './classification.ts'
import type { RoleDetail, UserDetail } from './details-schemas.ts'
import { summarizePolicy, type PolicySummary } from './summarize-policy.ts'
import { trustedPrincipals, type TrustedPrincipal } from './trust-policy.ts'

export type InlinePolicy = { name: string; summary: PolicySummary }
export type AttachedPolicy = { name: string; arn: string }

/** A user or role as far as its own entry tells, before its groups' and managed policies are known. Plain JSON: it waits parked. */
export type Principal = {
  kind: 'iam_user' | 'iam_role'
  arn: string
  account: string
  name: string
  path: string
  uniqueId: string | null
  createdAt: string | null
  lastUsedAt: string | null
  lastUseKnown: LastUseKnown
  classification: Classification
  tags: Record<string, string>
  groups: string[]
  inline: InlinePolicy[]
  attached: AttachedPolicy[]
  boundary: string | null
  trusted: TrustedPrincipal[]
}

/** IAM knows the last use of a role for the last 400 days (IAM API reference, RoleLastUsed). */
const ROLE_TRACKING = 400 * DAY

/** A user of the export. Its last use is not in this export: the credential report has it. */
export function userOf(user: UserDetail): Principal {
  return {
    ...common(user),
    kind: 'iam_user',
    name: user.UserName,
    uniqueId: user.UserId ?? null,
    classification: classifyUser(user.Tags),
    lastUsedAt: null,
    lastUseKnown: 'unknown',
    groups: [...new Set(user.GroupList)],
    inline: inlineOf(user.UserPolicyList),
    trusted: [],
  }
}

/** A role of the export. Without a date it was not used in the tracked time: since it was made, or, where it is older, as far as is seen. */
export function roleOf(role: RoleDetail, now: Date): Principal {
  const base = common(role)
  const trusted = trustedPrincipals(role.AssumeRolePolicyDocument ?? [])
  const wholeLife = role.CreateDate !== undefined && now.getTime() - Date.parse(role.CreateDate) < ROLE_TRACKING
  const used = role.RoleLastUsed
  return {
    ...base,
    kind: 'iam_role',
    name: role.RoleName,
    uniqueId: role.RoleId ?? null,
    classification: classifyRole({ path: role.Path, account: base.account, trusted }),
    lastUsedAt: used?.LastUsedDate ?? null,
    lastUseKnown: !used ? 'unknown' : used.LastUsedDate || wholeLife ? 'exact' : 'logs',
    groups: [],
    inline: inlineOf(role.RolePolicyList),
    trusted,
  }
}

/** The inline policies of an entry, each summarised. */
export function inlineOf(list: UserDetail['UserPolicyList']): InlinePolicy[] {
  return list.map((policy) => ({ name: policy.PolicyName, summary: summarizePolicy(policy.PolicyDocument) }))
}

/** The managed policies attached to an entry, each once. */
export function attachedOf(list: UserDetail['AttachedManagedPolicies']): AttachedPolicy[] {
  return [...new Map(list.map((policy) => [policy.PolicyArn, { name: policy.PolicyName, arn: policy.PolicyArn }])).values()]
}

function common(entry: UserDetail | RoleDetail) {
  return {
    arn: entry.Arn,
    account: parseIamArn(entry.Arn)?.account ?? '',
    path: entry.Path,
    createdAt: entry.CreateDate ?? null,
    tags: Object.fromEntries(entry.Tags.map((tag) => [tag.Key, tag.Value])),
    attached: attachedOf(entry.AttachedManagedPolicies),
    boundary: entry.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
  }
}
