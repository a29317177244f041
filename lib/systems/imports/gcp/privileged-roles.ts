import type { Confidence } from '#lib/core/identity-class.ts'

/** Roles that let their holder widen its own rights, or act as accounts that can, wherever they are bound above single resources. */
const RULING: readonly [role: RegExp, why: string, confidence: Confidence][] = [
  [/^roles\/owner$/, 'everything, including who may do what', 'certain'],
  [/^roles\/editor$/, 'nearly everything, including deploying code that runs as other accounts', 'certain'],
  [/^roles\/iam\.(admin|securityAdmin)$/, 'changing policies', 'certain'],
  [/^roles\/resourcemanager\.(organizationAdmin|folderAdmin|folderIamAdmin|projectIamAdmin)$/, 'changing policies', 'certain'],
  [/^roles\/iam\.(organizationRoleAdmin|roleAdmin)$/, 'changing what roles allow', 'likely'],
  [/^roles\/iam\.(serviceAccountTokenCreator|serviceAccountKeyAdmin|serviceAccountAdmin)$/, 'acting as every service account there', 'certain'],
  [/^roles\/iam\.(serviceAccountUser|workloadIdentityUser)$/, 'running code as every service account there', 'likely'],
  [/^roles\/iam\.(workloadIdentityPoolAdmin|workforcePoolAdmin)$/, 'letting outside identities in', 'likely'],
]
const WIDE = /^\/\/cloudresourcemanager\.googleapis\.com\/(projects|folders|organizations)\//

/** Why holding a role on a resource makes privileged, null when it does not. Roles of one's own are not known by their names. */
export function privilegeOf(role: string, resource: string): { why: string; confidence: Confidence } | null {
  if (!WIDE.test(resource)) return null
  const ruling = RULING.find(([name]) => name.test(role))
  return ruling ? { why: ruling[1], confidence: ruling[2] } : null
}
