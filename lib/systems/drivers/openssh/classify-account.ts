import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import type { HostAccount, HostInventory } from './host-inventory.ts'

const NO_LOGIN = /\/(nologin|false|sync|shutdown|halt|true)$/
const FIRST_PERSON = 1_000
const NOBODY = 65_534

/** Words that stand alone in a name, between its ends and `-`, `_`, `.`. */
const word = (...words: string[]) => new RegExp(`(^|[-_.])(${words.join('|')})([-_.]|$)`, 'i')
const CI = word('ci', 'cd', 'runner', 'deploy', 'deployer', 'jenkins', 'gitlab', 'buildkite', 'builder', 'actions', 'ansible')
const AGENT = word('agent', 'llm', 'gpt', 'copilot', 'mcp')
const SERVICE = word(
  'svc',
  'service',
  'app',
  'backup',
  'git',
  'monitor',
  'monitoring',
  'bot',
  'robot',
  'system',
  'daemon',
  'server',
  'administrator',
  'user',
  'account',
)

/** Whether a login gets a shell; a key lets in without one as well, to forward ports. */
export const hasLoginShell = ({ shell }: HostAccount) => !NO_LOGIN.test(shell)

/** A person's account by the signs there are: a number that people get, and a full name, or a name like `first.last`. */
export function isPerson({ name, uid, gecos }: HostAccount): boolean {
  if (uid < FIRST_PERSON || uid === NOBODY || CI.test(name) || SERVICE.test(name)) return false
  const fullName = gecos.split(',', 1)[0] ?? ''
  return (/^\p{Lu}\p{L}+(\s+\p{L}[\p{L}.'-]*)+$/u.test(fullName) && !SERVICE.test(fullName.replaceAll(' ', '-'))) || /^[a-z]+\.[a-z]+$/.test(name)
}

/** The groups of administrators that an account is in. */
export function adminGroupsOf(account: HostAccount, { adminGroups }: HostInventory): string[] {
  return adminGroups.filter(({ gid, members }) => gid === account.gid || members.includes(account.name)).map(({ name }) => name)
}

/** What an account of a host stands for. */
export function classifyAccount(account: HostAccount): { class: IdentityClass; classReason: string; classConfidence: Confidence } {
  const { name, uid } = account
  if (uid === 0) return { class: 'human_admin', classReason: 'The superuser of the host: people administer it through this account', classConfidence: 'likely' }
  if (isPerson(account))
    return { class: 'human_admin', classReason: "A person's account by its number and name, in a group of administrators", classConfidence: 'likely' }
  if (CI.test(name)) return { class: 'ci_runner', classReason: 'Its name speaks of a build or deployment', classConfidence: 'guess' }
  if (AGENT.test(name)) return { class: 'ai_agent', classReason: 'Its name speaks of an agent', classConfidence: 'guess' }
  if (uid < FIRST_PERSON) return { class: 'service_account', classReason: 'A system account: its number is below those of people', classConfidence: 'likely' }
  return { class: 'service_account', classReason: 'Nothing says that a person uses it', classConfidence: 'guess' }
}
