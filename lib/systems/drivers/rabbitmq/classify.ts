import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import { isOurs, type User } from './account.ts'
import { TEMPLATE_TAG } from './privileges.ts'

/** Words that stand alone in a user's name, between its ends and `_`, `-`, `.`. */
const word = (...words: string[]) => new RegExp(`(^|[_.-])(${words.join('|')})([_.-]|$)`, 'i')

type Rule = { class: IdentityClass; confidence: Confidence; applies: (user: User) => boolean; reason: string }

const RULES: readonly Rule[] = [
  { class: 'workload', confidence: 'certain', applies: isOurs, reason: 'Minted by Tenure for a lease' },
  { class: 'service_account', confidence: 'certain', applies: (user) => user.tags.includes(TEMPLATE_TAG), reason: 'A template: leases get its permissions' },
  {
    class: 'human_admin',
    confidence: 'likely',
    applies: (user) => user.tags.includes('administrator') && /^(guest|admin|administrator|operator|root)$/i.test(user.name),
    reason: 'An administrator by tag and name: people manage the server through it',
  },
  {
    class: 'ai_agent',
    confidence: 'guess',
    applies: (user) => word('agent', 'llm', 'gpt', 'copilot', 'assistant', 'mcp').test(user.name),
    reason: 'Its name speaks of an agent',
  },
  {
    class: 'ci_runner',
    confidence: 'guess',
    applies: (user) => word('ci', 'cd', 'runner', 'deploy', 'deployer', 'pipeline', 'gitlab', 'jenkins', 'actions').test(user.name),
    reason: 'Its name speaks of a build or deployment',
  },
  {
    class: 'server',
    confidence: 'guess',
    applies: (user) => word('shovel', 'federation', 'upstream').test(user.name),
    reason: 'Its name speaks of a link between servers',
  },
  {
    class: 'saas_connector',
    confidence: 'guess',
    applies: (user) => word('datadog', 'newrelic', 'grafana', 'cloudamqp', 'dynatrace').test(user.name),
    reason: 'It is named after a SaaS product',
  },
  {
    class: 'human_admin',
    confidence: 'guess',
    applies: (user) => /^[a-z]+\.[a-z]+$/i.test(user.name) && user.tags.length > 0,
    reason: "Its name is a person's, and it has a tag",
  },
]

/** A first guess at a user's class and the reason for it; a person's correction outlives it. */
export function classify(user: User): { class: IdentityClass; classReason: string; classConfidence: Confidence } {
  const rule = RULES.find((candidate) => candidate.applies(user))
  if (rule) return { class: rule.class, classReason: rule.reason, classConfidence: rule.confidence }
  return { class: 'service_account', classReason: 'A user of a message broker, with nothing that speaks for another class', classConfidence: 'guess' }
}
