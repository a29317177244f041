import type { AclUser } from './acl-user.ts'

/** A user that serves as a template of leases: it can never log in itself. `problems` is how far its rules reach. */
export type Template = { user: AclUser; problems: string[] }

/** Whether a user is a template: off, and without any way to log in were it on. A standing user that was taken out of service keeps its password, and is none. */
export function isTemplate(user: AclUser): boolean {
  return user.name !== 'default' && !user.on && !user.nopass && user.passwords === 0
}

/** Why a mint from this template is refused, in words for who could change it; null when it may be lent. */
export function notLendableReason({ user, problems }: Template, allowPrivileged: readonly string[]): string | null {
  if (!isTemplate(user)) return 'It is a user that can log in, or could: a template is off and has no password'
  if (problems.length > 0 && !allowPrivileged.includes(user.name)) return `Its rules reach too far to be lent: it ${problems.join('; it ')}`
  return null
}
