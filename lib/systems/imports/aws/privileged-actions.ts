import { cutText } from '../storable.ts'
import { patternCovers } from './action-pattern.ts'
import type { PolicyStatement } from './policy-document.ts'

/** Services whose every action is the power to make oneself an administrator. */
const RULING_SERVICES = ['iam', 'organizations', 'sts', 'sso', 'identitystore'] as const

/** Single actions with which a principal widens its own rights or takes another's, when it may use them on any resource. */
const ESCALATIONS = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'sts:AssumeRole',
] as const

/** Actions of the services above, and patterns that may reach into them: the others need no comparing. */
const MAY_RULE = /^(iam|organizations|sts|sso|identitystore):|^[^:]*[*?]/i

const BROAD_RESOURCE = /^arn:[^:]*:iam::[^:]*:(\*|(user|role|group|policy)\/\*+)$/

/** True when a statement reaches every resource, or every user, role, group or policy of an account. */
export function isBroad(statement: PolicyStatement): boolean {
  if (statement.NotResource) return true
  return (statement.Resource ?? []).some((resource) => patternCovers(resource, '*') || patternCovers(resource, 'arn:*') || BROAD_RESOURCE.test(resource))
}

/** True when a statement allows every action on every resource. */
export function allowsEverything(statement: PolicyStatement): boolean {
  return statement.Effect === 'Allow' && isBroad(statement) && (statement.Action ?? []).some((action) => patternCovers(action, '*:*'))
}

/**
 * Why a statement makes its holder privileged, in words; empty when it does not. Denials elsewhere are not weighed, so that the
 * answer errs towards privileged. `iam:PassRole` under a condition is what ordinary service policies hold, and does not count.
 */
export function privilegedReasons(statement: PolicyStatement): string[] {
  if (statement.Effect !== 'Allow' || !isBroad(statement)) return []
  const condition = statement.Condition && Object.keys(statement.Condition).length > 0
  const suffix = condition ? ', under conditions' : ''
  if (allowsEverything(statement)) return [`every action on every resource${suffix}`]
  if (statement.NotAction) return [`every action except ${cutText(statement.NotAction.join(', '), 120)} on every resource${suffix}`]
  const actions = (statement.Action ?? []).filter((action) => MAY_RULE.test(action))
  const ruled = RULING_SERVICES.filter((service) => actions.some((action) => patternCovers(action, `${service}:*`)))
  const escalations = ESCALATIONS.filter(
    (escalation) =>
      !ruled.some((service) => escalation.startsWith(`${service}:`)) &&
      !(condition && escalation === 'iam:PassRole') &&
      actions.some((action) => patternCovers(action, escalation)),
  )
  const named = [...ruled.map((service) => `${service}:*`), ...escalations]
  if (named.length === 0) return []
  return [`${named.slice(0, 4).join(', ')}${named.length > 4 ? ` and ${named.length - 4} more` : ''} on every resource${suffix}`]
}
