import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { NumericId, RepositoryName } from './common.ts'

/** A machine of one's own that runs workflows (REST API, "List self-hosted runners"). `repository` where it serves a single one. */
export const Runner = z.object({
  id: NumericId,
  name: z.string().min(1).max(512),
  os: z.string().max(128),
  status: z.string().max(64),
  busy: z.boolean().optional(),
  ephemeral: z.boolean().nullish(),
  runner_group_id: z.int().nullish(),
  labels: z
    .array(z.object({ name: z.string().min(1).max(256) }))
    .max(500)
    .default([]),
  repository: RepositoryName.nullish(),
})
export type Runner = z.infer<typeof Runner>

/** A self-hosted runner as an identity. Offline is not disabled, and GitHub does not tell when one last worked. */
export function runnerRecord(runner: Runner): DiscoveredRecordInput {
  return {
    type: 'identity',
    externalId: `runner/${runner.repository ? `${runner.repository}/` : ''}${runner.id}`,
    name: runner.name,
    class: 'ci_runner',
    classReason: 'A self-hosted runner of GitHub Actions',
    classConfidence: 'certain',
    enabled: true,
    privileged: false,
    details: { provider: 'GitHub Actions', ...(runner.repository ? { repository: runner.repository } : {}) },
    attributes: {
      kind: 'github_runner',
      operatingSystem: runner.os,
      status: runner.status,
      labels: runner.labels.map((label) => label.name),
      ...(typeof runner.ephemeral === 'boolean' ? { ephemeral: runner.ephemeral } : {}),
      ...(typeof runner.runner_group_id === 'number' ? { runnerGroup: runner.runner_group_id } : {}),
    },
  }
}
