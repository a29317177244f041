import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'
import type { VaultRole } from './vault-schemas.ts'

export type RoleClass = { class: IdentityClass; classReason: string; classConfidence: Confidence; provider?: string }

const CI_ISSUERS: readonly [needle: RegExp, title: string][] = [
  [/githubusercontent\.com|\/_services\/token/i, 'GitHub Actions'],
  [/gitlab/i, 'GitLab CI'],
  [/buildkite/i, 'Buildkite'],
  [/circleci/i, 'CircleCI'],
  [/bitbucket/i, 'Bitbucket Pipelines'],
  [/terraform\.io/i, 'HCP Terraform'],
  [/vstoken\.dev\.azure\.com/i, 'Azure Pipelines'],
]
const CI_CLAIMS = ['repository', 'repository_owner', 'project_path', 'project_id', 'job_workflow_ref', 'pipeline_source', 'terraform_workspace_name']

/** The class of a role by its auth method and whom it lets in; null where people sign in with it. `issuer` is that of the mount's configuration. */
export function classifyVaultRole(type: string, role: VaultRole, issuer: string | null): RoleClass | null {
  if (type === 'approle') return likely('service_account', 'An AppRole: programs sign in with a role id and a secret id')
  if (type === 'kubernetes') return certain('workload', 'Its service accounts sign in with their Kubernetes tokens')
  if (type === 'aws')
    return role.auth_type === 'ec2' ? certain('server', 'EC2 instances sign in with it') : likely('workload', 'Principals of AWS sign in with it')
  if (type === 'gcp') return likely('workload', 'Service accounts of Google Cloud sign in with it')
  if (type === 'azure') return likely('workload', 'Managed identities of Azure sign in with it')
  if (type === 'cert') return likely('workload', 'Whoever holds a certificate of its authority signs in with it')
  if (type === 'token') return likely('service_account', 'A token role: tokens are made with it for programs')
  if (type === 'userpass')
    return {
      class: 'service_account',
      classReason: 'A user with a password; Vault does not say whether a person or a program has it',
      classConfidence: 'guess',
    }
  return (type === 'jwt' || type === 'oidc') && role.role_type !== 'oidc' ? classifyJwt(role, issuer) : null
}

function classifyJwt(role: VaultRole, issuer: string | null): RoleClass {
  const from = CI_ISSUERS.find(([needle]) => needle.test(issuer ?? ''))
  if (from) return { ...certain('ci_runner', `Tokens of ${from[1]} sign in with it`), provider: from[1] }
  const claim = CI_CLAIMS.find((name) => Object.hasOwn(role.bound_claims ?? {}, name))
  if (claim) return likely('ci_runner', `It asks for the claim ${claim}, which pipelines have`)
  return likely('workload', issuer ? `Tokens of ${cutText(issuer, 200)} sign in with it` : 'Tokens of an issuer that is not in the file sign in with it')
}

function certain(identityClass: IdentityClass, classReason: string): RoleClass {
  return { class: identityClass, classReason, classConfidence: 'certain' }
}

function likely(identityClass: IdentityClass, classReason: string): RoleClass {
  return { class: identityClass, classReason, classConfidence: 'likely' }
}
