import type { IdentityClass } from '#lib/core/identity-class.ts'

export type RoleTraits = { name: string; canLogin: boolean; bootstrap: boolean; replication: boolean; ours: boolean }

/** Words that stand alone in a role's name, between its ends and `_`, `-`, `.`. */
const word = (...words: string[]) => new RegExp(`(^|[_.-])(${words.join('|')})([_.-]|$)`, 'i')

const RULES: readonly { class: IdentityClass; applies: (role: RoleTraits) => boolean; reason: string }[] = [
  { class: 'workload', applies: (role) => role.ours, reason: 'Minted by Tenure for a lease' },
  { class: 'human_admin', applies: (role) => role.bootstrap, reason: 'The superuser that the server was set up with: people administer it through this role' },
  { class: 'service_account', applies: (role) => !role.canLogin, reason: 'A group role: it cannot log in, others are members of it' },
  {
    class: 'server',
    applies: (role) => role.replication || word('replication', 'replicator', 'standby').test(role.name),
    reason: 'May replicate: a standby or a backup server uses it',
  },
  { class: 'ai_agent', applies: (role) => word('agent', 'llm', 'gpt', 'copilot', 'assistant', 'mcp').test(role.name), reason: 'Its name speaks of an agent' },
  {
    class: 'ci_runner',
    applies: (role) => word('ci', 'cd', 'runner', 'deploy', 'deployer', 'pipeline', 'gitlab', 'jenkins', 'actions').test(role.name),
    reason: 'Its name speaks of a build or deployment',
  },
  {
    class: 'saas_connector',
    applies: (role) => word('fivetran', 'airbyte', 'stitch', 'segment', 'looker', 'tableau', 'metabase', 'datadog', 'hightouch').test(role.name),
    reason: 'It is named after a SaaS product',
  },
  {
    class: 'human_admin',
    applies: (role) => word('dba', 'admin').test(role.name) || /^[a-z]+\.[a-z]+$/i.test(role.name),
    reason: "Its name is a person's or an administrator's",
  },
]

/** A first guess at a role's class and the reason for it, from what the catalogue shows; a person's correction outlives it. */
export function classify(role: RoleTraits): { class: IdentityClass; classReason: string } {
  const rule = RULES.find((candidate) => candidate.applies(role))
  return { class: rule?.class ?? 'service_account', classReason: rule?.reason ?? 'A role that can log in, with nothing that speaks for another class' }
}
