import type { IdentityClass } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'
import { evident, type Classification } from './classification.ts'
import { principalAccount, type TrustedPrincipal } from './trust-policy.ts'

const CI_ISSUERS: readonly [needle: RegExp, title: string][] = [
  [/githubusercontent\.com|\/_services\/token/i, 'GitHub Actions'],
  [/gitlab/i, 'GitLab CI'],
  [/buildkite/i, 'Buildkite'],
  [/circleci/i, 'CircleCI'],
  [/bitbucket/i, 'Bitbucket Pipelines'],
  [/terraform\.io/i, 'HCP Terraform'],
  [/vstoken\.dev\.azure\.com/i, 'Azure Pipelines'],
  [/spacelift/i, 'Spacelift'],
]
const SERVICES: readonly [name: RegExp, identityClass: IdentityClass][] = [
  [/^(codebuild|codepipeline|codedeploy)\./, 'ci_runner'],
  [/^(bedrock|bedrock-agentcore)\./, 'ai_agent'],
  [/^(ec2|ssm)\./, 'server'],
  [/\./, 'workload'],
]

/** When several speak, the first of these is the role's class: who is furthest from the account's own machines goes first. */
const PRECEDENCE: readonly IdentityClass[] = ['human_admin', 'ci_runner', 'saas_connector', 'ai_agent', 'server', 'workload', 'service_account', 'endpoint']

/** The class of a role by its path and by who may assume it, with the evidence in words. `account` is the role's own. */
export function classifyRole(role: { path: string; account: string; trusted: readonly TrustedPrincipal[] }): Classification {
  if (role.path.startsWith('/aws-reserved/sso.amazonaws.com/')) return evident('human_admin', 'Made by IAM Identity Center for people to sign in with')
  if (role.path.startsWith('/aws-service-role/')) return evident('workload', `Service-linked role of ${cutText(role.path.split('/')[2] ?? 'AWS', 100)}`)
  const votes = role.trusted.flatMap((principal) => classifyPrincipal(principal, role.account) ?? [])
  const first = PRECEDENCE.flatMap((identityClass) => votes.find((vote) => vote.class === identityClass) ?? [])[0]
  if (!first) return { class: 'service_account', reason: 'Its trust policy lets nobody in that tells its class', evident: false }
  const others = votes.filter((vote) => vote.class !== first.class).length
  return others > 0 ? { ...first, reason: `${first.reason}; its trust policy names ${others} of other classes too` } : first
}

function classifyPrincipal(principal: TrustedPrincipal, ownAccount: string): Classification | null {
  const id = cutText(principal.id, 200)
  if (principal.kind === 'anyone') return evident('saas_connector', 'Its trust policy lets any AWS account in')
  if (principal.kind === 'service') {
    const identityClass = SERVICES.find(([name]) => name.test(principal.id.toLowerCase()))?.[1] ?? 'workload'
    return evident(identityClass, `Its trust policy names the service ${id}`)
  }
  if (principal.kind === 'federated') return classifyFederated(principal, id)
  const account = principalAccount(principal.id)
  if (account === null) return null
  if (account !== ownAccount)
    return evident('saas_connector', `Its trust policy lets account ${account} in${principal.externalId ? ' with an external id' : ''}`)
  return evident('service_account', 'Its trust policy names principals of its own account only')
}

function classifyFederated(principal: TrustedPrincipal, id: string): Classification {
  if (/:saml-provider\//.test(principal.id))
    return evident('human_admin', `People sign in through the SAML provider ${cutText(principal.id.split('/').at(-1) ?? id, 100)}`)
  const issuer = CI_ISSUERS.find(([needle]) => needle.test(principal.id))
  if (issuer)
    return evident('ci_runner', `Its trust policy accepts tokens of ${issuer[1]}${principal.subjects[0] ? ` for ${cutText(principal.subjects[0], 100)}` : ''}`)
  return evident('workload', `Its trust policy accepts tokens of ${id}`)
}
