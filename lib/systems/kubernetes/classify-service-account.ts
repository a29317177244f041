import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'

/** Words that stand alone in a name, between its ends and `-` or `.`. */
const word = (...words: string[]) => new RegExp(`(^|[.-])(${words.join('|')})([.-]|$)`)

const NAMES: readonly { class: IdentityClass; names: RegExp; reason: string }[] = [
  {
    class: 'ci_runner',
    names: word('ci', 'cd', 'runner', 'runners', 'deployer', 'pipeline', 'gitlab', 'jenkins', 'tekton', 'actions'),
    reason: 'Its name speaks of a build or deployment',
  },
  { class: 'ai_agent', names: word('llm', 'gpt', 'copilot', 'ai', 'mcp'), reason: 'Its name speaks of an AI agent' },
]

/** What a service account stands for: pods run as it, unless its name says more. */
export function classifyServiceAccount(name: string): { class: IdentityClass; classReason: string; classConfidence: Confidence } {
  const rule = NAMES.find(({ names }) => names.test(name))
  if (rule) return { class: rule.class, classReason: rule.reason, classConfidence: 'guess' }
  return { class: 'workload', classReason: 'A service account of Kubernetes: what runs in pods authenticates as it', classConfidence: 'certain' }
}
