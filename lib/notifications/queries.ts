import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { Context } from '#lib/command/context.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { listIdentityRequests } from '#lib/ownership/requests/queries.ts'
import { listWaitingSuccessions } from '#lib/ownership/succession/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'

const SHOWN = 20
const IDENTITY = { id: true, name: true, class: true, purpose: true, environment: true, expiresAt: true, system: { select: { name: true } } }

/** What waits for this person, by kind, the most urgent first: alarms, identities of people who left, requests to answer, leases to use or finish, identities to govern or renew. */
export const showInbox = query({
  permission: 'access.read',
  input: z.object({}),
  async run(context) {
    const [alarms, successions, requests, identityRequests, leases, ungoverned, expiring] = await Promise.all([
      listAlarms(context),
      listWaitingSuccessions(context, {}),
      listToAnswer(context),
      listIdentitiesToAnswer(context),
      listOwnLeases(context),
      listUngoverned(context),
      listExpiring(context),
    ])
    const count = [alarms, successions, requests, identityRequests, ungoverned, expiring].reduce((sum, list) => sum + list.length, 0)
    return { alarms, successions, requests, identityRequests, leases, ungoverned, expiring, count }
  },
})

/** The number beside Inbox in the navigation. */
export const countInbox = query({
  permission: 'access.read',
  input: z.object({}),
  async run(context) {
    const lists = await Promise.all([
      listAlarms(context),
      listWaitingSuccessions(context, {}),
      listToAnswer(context),
      listIdentitiesToAnswer(context),
      listUngoverned(context),
      listExpiring(context),
    ])
    return lists.reduce((sum, list) => sum + list.length, 0)
  },
})

const me = ({ actor }: Context) => (actor.kind === 'user' ? actor.userId : '')

/** Revocations that nobody could confirm: whoever may revoke is told, and whoever held the lease. */
async function listAlarms(context: Context) {
  return context.db.lease.findMany({
    where: {
      revocation: { state: 'unconfirmed' },
      state: 'ending',
      ...(may(context.actor, 'leases.revoke') || may(context.actor, 'evidence.read') ? {} : { holderId: me(context) }),
    },
    select: {
      id: true,
      account: true,
      privilegeName: true,
      holder: { select: { name: true } },
      system: { select: { name: true } },
      revocation: { select: { problem: true, unconfirmedAt: true } },
    },
    orderBy: { createdAt: 'asc' },
    take: SHOWN,
  })
}

async function listToAnswer(context: Context) {
  if (!may(context.actor, 'access.approve')) return []
  return context.db.accessRequest.findMany({
    where: { state: 'pending', openUntil: { gt: context.now }, requesterId: { not: me(context) } },
    select: {
      id: true,
      purpose: true,
      durationSeconds: true,
      createdAt: true,
      openUntil: true,
      environment: true,
      requester: { select: { name: true } },
      system: { select: { name: true } },
      privilege: { select: { title: true, risk: true } },
    },
    orderBy: { createdAt: 'asc' },
    take: SHOWN,
  })
}

async function listIdentitiesToAnswer(context: Context) {
  const { rows } = await listIdentityRequests(context, { view: 'queue' })
  return rows.slice(0, SHOWN)
}

async function listOwnLeases(context: Context) {
  return context.db.lease.findMany({
    where: { holderId: me(context), state: { in: ['scheduled', 'minting', 'active', 'ending'] } },
    select: { id: true, state: true, startsAt: true, endsAt: true, secretRevealedAt: true, privilegeName: true, system: { select: { name: true } } },
    orderBy: { endsAt: 'asc' },
    take: SHOWN,
  })
}

async function listUngoverned(context: Context) {
  return context.db.identity.findMany({
    where: { ownerId: me(context), governed: false, vanishedAt: null },
    select: IDENTITY,
    orderBy: { name: 'asc' },
    take: SHOWN,
  })
}

async function listExpiring(context: Context) {
  return context.db.identity.findMany({
    where: { ownerId: me(context), governed: true, vanishedAt: null, expiresAt: { lt: shift(context.now, 30 * DAY) } },
    select: IDENTITY,
    orderBy: { expiresAt: 'asc' },
    take: SHOWN,
  })
}
