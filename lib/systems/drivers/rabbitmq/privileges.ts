import { type User, mayLogin } from './account.ts'
import type { Rights } from './permissions.ts'

/** The tag by which an administrator offers a user without password as a privilege. */
export const TEMPLATE_TAG = 'tenure-privilege'

/** Tags to which RabbitMQ itself gives a meaning, with what they open. */
export const POWERS: Readonly<Record<string, string>> = {
  administrator: 'may manage users, permissions and everything else',
  policymaker: 'may set policies and parameters',
  monitoring: 'sees every connection and node',
  impersonator: 'may publish in the name of other users',
  management: 'may use the management API',
}

/** Tags with which a user reaches further than its own permissions. */
export const PRIVILEGED_TAGS: readonly string[] = ['administrator', 'policymaker', 'impersonator']

/** Why a mint of this privilege is refused, in words for who could change it; null when it may be lent. */
export function notLendableReason(user: User, rights: Rights, allowPrivileged: readonly string[]): string | null {
  if (!user.tags.includes(TEMPLATE_TAG)) return `It is not offered: give the user the tag ${TEMPLATE_TAG}, as in the guide`
  if (mayLogin(user)) return 'It has a password, so that it is an account in use: run rabbitmqctl clear_password, as in the guide'
  const powers = user.tags.filter((tag) => tag in POWERS)
  if (powers.length > 0 && !allowPrivileged.includes(user.name))
    return `It reaches too far to be lent: ${powers.map((tag) => `${tag} (${POWERS[tag]})`).join('; ')}`
  return rights.permissions.length === 0 ? 'It has no permissions in any vhost' : null
}
