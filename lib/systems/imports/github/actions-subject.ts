import { z } from 'zod'

/** How a repository or an organisation shapes the subject of the tokens of its workflows (REST API, "GitHub Actions OIDC"). */
export const SubjectTemplate = z.object({
  use_default: z.boolean().nullish(),
  include_claim_keys: z.array(z.string().min(1).max(128)).max(50).nullish(),
})
export type SubjectTemplate = z.infer<typeof SubjectTemplate>

/**
 * The `sub` of the tokens that GitHub issues to the jobs of a repository, with `*` where it depends on the job. `environment` null: jobs that name none.
 * GitHub documentation, "OpenID Connect reference": by default `repo:<owner/name>:environment:<name>` or `repo:<owner/name>:<ref or event>`.
 */
export function actionsSubject(repository: string, environment: string | null, templates: readonly (SubjectTemplate | null | undefined)[]): string {
  const keys = templates.find((template) => template?.use_default !== true && (template?.include_claim_keys?.length ?? 0) > 0)?.include_claim_keys ?? []
  const context = environment === null ? '*' : `environment:${environment.replaceAll(':', '%3A')}`
  if (keys.length === 0) return `repo:${repository}:${context}`
  const known: Readonly<Record<string, string>> = {
    repo: `repo:${repository}`,
    repository: `repository:${repository}`,
    repository_owner: `repository_owner:${repository.split('/')[0]}`,
    context,
    environment: `environment:${environment ?? '*'}`,
  }
  return keys.map((key) => (Object.hasOwn(known, key) ? known[key] : `${key}:*`)).join(':')
}
