import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import type { LdapEntry } from './entry.ts'

export type Classified = { class: IdentityClass; classReason: string; classConfidence: Confidence }

/** Words that stand alone in an account's name, between its ends and `_`, `-`, `.`. */
const word = (...words: string[]) => new RegExp(`(^|[_.-])(${words.join('|')})([_.-]|$)`, 'i')

type Traits = { entry: LdapEntry; name: string; inServiceOu: boolean }
type Rule = { class: IdentityClass; confidence: Confidence; applies: (it: Traits) => boolean; reason: string }

const isManaged = (entry: LdapEntry) => entry.isA('msDS-GroupManagedServiceAccount') || entry.isA('msDS-ManagedServiceAccount')
const runsServer = (entry: LdapEntry) => /server|samba/i.test(entry.text('operatingSystem') ?? '')

const RULES: readonly Rule[] = [
  {
    class: 'service_account',
    confidence: 'certain',
    applies: ({ entry }) => isManaged(entry),
    reason: 'A managed service account: the domain makes its password',
  },
  {
    class: 'server',
    confidence: 'certain',
    applies: ({ entry }) => entry.isA('computer') && runsServer(entry),
    reason: 'The account of a computer with a server system',
  },
  { class: 'endpoint', confidence: 'likely', applies: ({ entry }) => entry.isA('computer'), reason: 'The account of a computer' },
  {
    class: 'service_account',
    confidence: 'certain',
    applies: ({ name }) => /^krbtgt(_\d+)?$/i.test(name),
    reason: 'The account of the key distribution centre',
  },
  {
    class: 'service_account',
    confidence: 'certain',
    applies: ({ entry }) => entry.isA('applicationProcess'),
    reason: 'An applicationProcess: the directory says so',
  },
  {
    class: 'ai_agent',
    confidence: 'guess',
    applies: ({ name }) => word('agent', 'llm', 'gpt', 'copilot', 'assistant', 'mcp').test(name),
    reason: 'Its name speaks of an agent',
  },
  {
    class: 'ci_runner',
    confidence: 'guess',
    applies: ({ name }) => word('ci', 'cd', 'runner', 'deploy', 'deployer', 'pipeline', 'gitlab', 'jenkins', 'actions').test(name),
    reason: 'Its name speaks of a build or deployment',
  },
  {
    class: 'service_account',
    confidence: 'likely',
    applies: ({ entry }) => entry.has('servicePrincipalName'),
    reason: 'It has service principal names: a service runs as it',
  },
  {
    class: 'service_account',
    confidence: 'likely',
    applies: ({ inServiceOu }) => inServiceOu,
    reason: 'It lies in an organisational unit of service accounts',
  },
  {
    class: 'service_account',
    confidence: 'likely',
    applies: ({ entry }) => entry.isA('simpleSecurityObject'),
    reason: 'A simpleSecurityObject: an entry that logs in and is no person',
  },
  {
    class: 'service_account',
    confidence: 'likely',
    applies: ({ entry }) => entry.isA('organizationalRole'),
    reason: 'An organizationalRole: it logs in for a role, not for a person',
  },
  { class: 'service_account', confidence: 'guess', applies: ({ entry }) => entry.isA('account'), reason: 'An account that is no person' },
]

/** A first guess at the class of a service account and the reason for it; a person's correction outlives it. */
export function classify(traits: Traits): Classified {
  const rule = RULES.find((candidate) => candidate.applies(traits))
  if (rule) return { class: rule.class, classReason: rule.reason, classConfidence: rule.confidence }
  return { class: 'service_account', classReason: 'It matches the filter of service accounts', classConfidence: 'likely' }
}

/** A person's account, which is kept for its privilege alone. */
export const PERSON: Classified = { class: 'human_admin', classReason: "A person's entry that holds privilege", classConfidence: 'likely' }
