import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { IdentityClass } from '#lib/core/identity-class.ts'
import { decodeCursor, encodeCursor } from '#lib/core/page.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { mayAnswer, mayCancel } from './rules.ts'
import { IdentityRequestById, IdentityRequestFilter } from './schemas.ts'

const PAGE = 50
const PARTIES = {
  requester: { select: { id: true, name: true } },
  owner: { select: { id: true, name: true } },
  decider: { select: { name: true } },
  system: { select: { id: true, name: true } },
}

const me = ({ actor }: Pick<Context, 'actor'>) => (actor.kind === 'user' ? actor.userId : '')

/** Whose requests an actor sees: everybody's, or those that they made or would own. */
function visibleTo(context: Context) {
  return seesEverything(context.actor) ? {} : { OR: [{ requesterId: me(context) }, { ownerId: me(context) }] }
}

const waitingFor = (context: Context) => ({ state: 'pending', requesterId: { not: me(context) } })
const answers = ({ actor }: Context) => mayAnswer(actor, { requesterId: '' })

/** A page of requests for identities, newest first; the queue holds what this actor may answer, the oldest first. */
export const listIdentityRequests = query({
  permission: 'ownership.readRequests',
  input: IdentityRequestFilter,
  async run(context, { view, cursor }) {
    if (view === 'queue' && !answers(context)) return { rows: [], next: null, previous: null }
    const scope = { queue: waitingFor(context), mine: { requesterId: me(context) }, all: {} }[view]
    const after = decodeCursor(cursor)
    const direction = view === 'queue' ? 'asc' : 'desc'
    const rows = await context.db.identityRequest.findMany({
      where: { AND: [visibleTo(context), scope] },
      include: PARTIES,
      orderBy: [{ createdAt: direction }, { id: direction }],
      ...(after ? { cursor: { id: after.id }, skip: 1 } : {}),
      take: PAGE + 1,
    })
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    const next = rows.length > PAGE && last ? encodeCursor({ side: 'after', values: [], id: last.id }) : null
    return { rows: shown.map((row) => ({ ...row, class: row.class as IdentityClass })), next, previous: null }
  },
})

/** How many requests for identities wait for this actor's answer. */
export const countIdentityQueue = query({
  permission: 'ownership.readRequests',
  input: z.object({}),
  async run(context) {
    return answers(context) ? context.db.identityRequest.count({ where: waitingFor(context) }) : 0
  },
})

/** A request with its answer, and what this actor may do with it. Throws `not_found`, also for one that the actor may not see. */
export const showIdentityRequest = query({
  permission: 'ownership.readRequests',
  input: IdentityRequestById,
  async run(context, { id }) {
    const row = await context.db.identityRequest.findFirst({
      where: { AND: [{ id }, visibleTo(context)] },
      include: { ...PARTIES, identity: { select: { id: true, name: true, lifecycle: true } } },
    })
    if (!row) throw new TenureError('not_found', 'There is no such request for an identity')
    const may = { answer: row.state === 'pending' && mayAnswer(context.actor, row), cancel: mayCancel(context.actor, row) }
    return { ...row, class: row.class as IdentityClass, may }
  },
})
