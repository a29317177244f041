import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'

export type Classified = { class: IdentityClass; classReason: string; classConfidence: Confidence }

/** Words that stand alone in an account's name, between its ends and `_`, `-`, `.`. */
export const word = (...words: string[]) => new RegExp(`(^|[_.-])(${words.join('|')})([_.-]|$)`, 'i')

const RULES: readonly { class: IdentityClass; name: RegExp; reason: string; onlyPrivileged?: true }[] = [
  { class: 'server', name: word('replication', 'replicator', 'repl', 'replica', 'standby', 'sentinel'), reason: 'Its name speaks of a link between servers' },
  { class: 'ai_agent', name: word('agent', 'llm', 'gpt', 'copilot', 'assistant', 'mcp'), reason: 'Its name speaks of an agent' },
  {
    class: 'ci_runner',
    name: word('ci', 'cd', 'runner', 'deploy', 'deployer', 'pipeline', 'gitlab', 'jenkins', 'actions'),
    reason: 'Its name speaks of a build or deployment',
  },
  {
    class: 'saas_connector',
    name: word('fivetran', 'airbyte', 'stitch', 'segment', 'looker', 'tableau', 'metabase', 'datadog', 'newrelic', 'grafana', 'hightouch'),
    reason: 'It is named after a SaaS product',
  },
  {
    class: 'human_admin',
    name: word('root', 'dba', 'admin', 'administrator', 'operator'),
    reason: "Its name is an administrator's, and it is privileged",
    onlyPrivileged: true,
  },
  { class: 'human_admin', name: /^[a-z]+\.[a-z]+$/i, reason: "Its name is a person's, and it is privileged", onlyPrivileged: true },
]

/** A guess at the class of an account from nothing but its name and whether it is privileged; `otherwise` says what it is when its name says nothing. */
export function classOfName(name: string, privileged: boolean, otherwise: string): Classified {
  const rule = RULES.find((candidate) => candidate.name.test(name) && (privileged || !candidate.onlyPrivileged))
  return { class: rule?.class ?? 'service_account', classReason: rule?.reason ?? otherwise, classConfidence: 'guess' }
}
