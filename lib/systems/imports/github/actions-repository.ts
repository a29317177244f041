import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { actionsSubject, SubjectTemplate } from './actions-subject.ts'
import { GithubInstant, RepositoryName, repositoryOf } from './common.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'

/** A deployment environment (REST API, "List environments"); its address says of which repository. */
export const ActionsEnvironment = z.object({
  name: z.string().min(1).max(256),
  url: z.string().max(1_024).optional(),
  created_at: GithubInstant,
  protection_rules: z
    .array(z.object({ type: z.string().max(128), wait_timer: z.number().nullish(), reviewers: z.array(z.unknown()).nullish() }))
    .max(100)
    .nullish(),
  deployment_branch_policy: z.object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() }).nullish(),
})
export type ActionsEnvironment = z.infer<typeof ActionsEnvironment>

/** A repository whose workflows get tokens: `oidc_subject` is its own customisation of their subject. */
export const ActionsRepository = z.object({
  full_name: RepositoryName,
  created_at: GithubInstant,
  archived: z.boolean().nullish(),
  oidc_subject: SubjectTemplate.nullish(),
  environments: z.array(ActionsEnvironment).max(1_000).nullish(),
})
export type ActionsRepository = z.infer<typeof ActionsRepository>

/** The workflows of a repository as records: one identity for its jobs, and one for those of each environment, with whom GitHub gives their tokens to. */
export function* actionsRepositoryRecords(
  repository: ActionsRepository,
  organization: SubjectTemplate | null,
): Generator<DiscoveredRecordInput, void, undefined> {
  const { full_name: name, archived } = repository
  const templates = [repository.oidc_subject, organization]
  yield* jobRecords({
    identity: `actions/${name}`,
    name,
    kind: 'github_actions_repository',
    repository: name,
    subject: actionsSubject(name, null, templates),
    createdAt: repository.created_at ?? null,
    enabled: archived !== true,
    condition: null,
  })
  for (const environment of repository.environments ?? []) yield* environmentRecords(environment, name, templates)
}

/** The jobs of one environment as records. */
export function environmentRecords(
  environment: ActionsEnvironment,
  repository: string,
  templates: readonly (SubjectTemplate | null | undefined)[],
): Generator<DiscoveredRecordInput, void, undefined> {
  return jobRecords({
    identity: `actions/${repository}/${environment.name}`,
    name: `${repository} (${environment.name})`,
    kind: 'github_actions_environment',
    repository,
    environment: environment.name,
    subject: actionsSubject(repository, environment.name, templates),
    createdAt: environment.created_at ?? null,
    enabled: true,
    condition: protectionOf(environment),
  })
}

/** The repository of an environment that stands alone, by its address; null where that tells none. */
export function repositoryOfEnvironment(environment: ActionsEnvironment): string | null {
  return repositoryOf(environment.url)
}

type Jobs = {
  identity: string
  name: string
  kind: string
  repository: string
  environment?: string
  subject: string
  createdAt: Date | null
  enabled: boolean
  condition: string | null
}

function* jobRecords(jobs: Jobs): Generator<DiscoveredRecordInput, void, undefined> {
  const { identity, repository, environment, subject, createdAt, enabled } = jobs
  const subjectPattern = cutText(subject, 1_024)
  yield {
    type: 'identity',
    externalId: identity,
    name: jobs.name,
    class: 'ci_runner',
    classReason: environment === undefined ? 'Jobs of the GitHub Actions workflows of a repository' : 'Jobs of GitHub Actions that name this environment',
    classConfidence: 'certain',
    enabled,
    createdAt,
    privileged: false,
    details: { provider: 'GitHub Actions', repository, subjectPattern, ...(environment?.trim() ? { environment } : {}) },
    attributes: { kind: jobs.kind, repository, issuer: ISSUER, subject: subjectPattern, ...(environment === undefined ? {} : { environment }) },
  }
  yield {
    type: 'credential',
    identityExternalId: identity,
    externalId: `${identity}#oidc`,
    kind: 'federated_trust',
    fingerprint: subject.length <= 256 ? subject : null, // a name, nothing secret
    createdAt,
    enabled,
    attributes: { issuer: ISSUER, subject: subjectPattern },
  }
  yield {
    type: 'trust',
    identityExternalId: identity,
    externalId: `${identity}#jobs`,
    kind: 'federate',
    principal: cutText(subject, 2_048),
    principalKind: 'federated',
    condition: jobs.condition,
    attributes: { issuer: ISSUER },
  }
}

/** What stands between a job and an environment, in words; null where any workflow of the repository may name it. */
function protectionOf({ protection_rules: rules, deployment_branch_policy: branches }: ActionsEnvironment): string | null {
  const parts = (rules ?? []).flatMap((rule) => {
    if (rule.type === 'required_reviewers') return [`one of ${rule.reviewers?.length ?? 0} reviewers must approve`]
    if (rule.type === 'wait_timer') return [`waits ${rule.wait_timer ?? 0} minutes`]
    return rule.type === 'branch_policy' ? [] : [rule.type]
  })
  if (branches?.protected_branches) parts.push('protected branches only')
  if (branches?.custom_branch_policies) parts.push('named branches and tags only')
  return parts.length > 0 ? cutText(parts.join('; '), 4_000) : null
}
