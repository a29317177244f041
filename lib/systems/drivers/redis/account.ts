import { TenureError } from '#lib/core/errors.ts'
import { LeaseId } from '#lib/core/ids.ts'

import { type AclUser, type Rules, clockOf, findUser, listSessions } from './acl-user.ts'
import type { Send } from './connect.ts'

const PREFIX = 'tenure_'
const MARK = /^~tenure:lease:([a-z0-9_]+):([A-Za-z0-9_-]+)$/

/** The user of a lease: `tenure_lse_…`. */
export function accountName(leaseId: LeaseId): string {
  return `${PREFIX}${leaseId}`
}

/** Refuses (`conflict`) to touch anything that is not this lease's own user by name, before the server is asked. */
export function assertNamedForLease(account: { leaseId: LeaseId; account: string }): void {
  if (account.account !== accountName(account.leaseId))
    throw new TenureError('conflict', `The user "${account.account}" is not the account of this lease: Tenure does not touch it`)
}

/**
 * The mark of a lease's user. Redis keeps no comment on a user, but rules can say something and allow nothing: a selector with a key pattern and not one command.
 * It stands in the same command that makes the user, and nobody writes it by accident.
 */
export function markOf(leaseId: LeaseId, privilege: string): string {
  return `(~tenure:lease:${leaseId}:${Buffer.from(privilege).toString('base64url')} resetchannels -@all)`
}

/** What a user's mark says: for which lease it was made, and from which template. Null without one. */
export function readMark(user: Pick<AclUser, 'selectors'>): { leaseId: LeaseId; privilege: string } | null {
  for (const { keys, channels, commands } of user.selectors) {
    const [, id = '', privilege = ''] = MARK.exec(keys.join(' ')) ?? []
    const leaseId = LeaseId.safeParse(id)
    if (leaseId.success && channels.length === 0 && commands.join() === '-@all')
      return { leaseId: leaseId.data, privilege: Buffer.from(privilege, 'base64url').toString() }
  }
  return null
}

/** A user's selectors without its mark: what really allows something. */
export function withoutMark(user: Pick<AclUser, 'selectors'>): Rules[] {
  return user.selectors.filter((selector) => readMark({ selectors: [selector] }) === null)
}

/** Whether the user was made for a lease: it has both the name and the mark. */
export function leaseOf(user: AclUser): LeaseId | null {
  const mark = readMark(user)
  return mark && user.name === accountName(mark.leaseId) ? mark.leaseId : null
}

/** `at` is the server's clock; sessions are found by the name. */
export type Look = { at: Date; user: AclUser | null; sessions: number }

export async function lookAt(send: Send, name: string): Promise<Look> {
  const [at, user, sessions] = await Promise.all([clockOf(send), findUser(send, name), listSessions(send)])
  return { at, user, sessions: sessions.filter((session) => session.user === name).length }
}

/** The lease's user as it stands; `conflict` when a user of that name exists without the mark of this lease. */
export async function lookAtAccount(send: Send, account: { leaseId: LeaseId; account: string }): Promise<Look> {
  assertNamedForLease(account)
  const look = await lookAt(send, account.account)
  if (look.user && leaseOf(look.user) !== account.leaseId)
    throw new TenureError('conflict', `The user "${account.account}" exists, but not as Tenure made it: Tenure does not touch it, a person must look at it`)
  return look
}
