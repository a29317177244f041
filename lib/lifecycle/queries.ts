import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { maySteward } from '#lib/ownership/rules.ts'
import { listWaiting } from './queries/list-alarms.ts'
import { listExpiringIdentities } from './queries/list-expiring-identities.ts'
import { listRows } from './queries/list-rows.ts'
import { findNewest, loadOffboarding, storyOf } from './queries/load-story.ts'
import { mayDecide } from './queries/may-decide.ts'
import { rotationOfCredentials } from './queries/rotation-of-credentials.ts'
import { whyTooEarly } from './rules.ts'
import { OfIdentity, OffboardingById, OffboardingFilter } from './schemas.ts'

const Nothing = z.object({})
const { sql } = Prisma

/** A page of offboardings: problems on top, then the open ones, then those that ended. */
export const listOffboardings = query({
  permission: 'lifecycle.read',
  input: OffboardingFilter,
  async run(context, filter) {
    return listRows(context, filter)
  },
})

/** An offboarding with its whole story (facts on the target, decisions, uses since it was disabled), and what this actor may do. Throws `not_found`. */
export const showOffboarding = query({
  permission: 'lifecycle.read',
  input: OffboardingById,
  async run(context, { id }) {
    const row = await loadOffboarding(context, id)
    const [story, may] = await Promise.all([storyOf(context, row), mayDecide(context, { id: row.identityId, offboardable: false }, row)])
    return { ...row, ...story, may, tooEarly: whyTooEarly(row, row.refused + row.used, context.now) }
  },
})

/** How an identity stands: its newest offboarding, if any, and what this actor may do. Throws `not_found`. */
export const showLifecycle = query({
  permission: 'lifecycle.read',
  input: OfIdentity,
  async run(context, { identityId }) {
    const { rows } = await context.pool.query<{ id: string; name: string; lifecycle: string; systemName: string; offboardable: boolean }>(sql`
      SELECT i.id, i.name, i.lifecycle, s.name AS "systemName", (i.vanished_at IS NULL AND i.merged_into_id IS NULL AND i.lifecycle <> 'planned') AS offboardable
        FROM identity i JOIN system s ON s.id = i.system_id WHERE i.id = ${identityId} AND ${visibleIdentities(context.actor)}`)
    const [identity] = rows
    if (!identity) throw new TenureError('not_found', 'There is no such identity, or it is not one of yours')
    const offboarding = await findNewest(context, identityId)
    const may = await mayDecide(context, identity, offboarding)
    return {
      identity,
      offboarding: offboarding && { ...offboarding, tooEarly: whyTooEarly(offboarding, offboarding.refused + offboarding.used, context.now) },
      may,
    }
  },
})

/** For the inbox: open offboardings that wait for this person, problems first, and why. */
export const listOffboardingAlarms = query({
  permission: 'lifecycle.read',
  input: Nothing,
  async run(context) {
    return listWaiting(context)
  },
})

/** For the inbox: this person's identities whose end is 30 days off or less, with the warning (30, 14, 7, 1, 0 days) that each has reached. */
export const listExpiring = query({
  permission: 'lifecycle.read',
  input: Nothing,
  async run(context) {
    return listExpiringIdentities(context)
  },
})

/** By when each credential of an identity must be rotated, by credential id, with the arithmetic; and whether this actor may set it. */
export const showRotation = query({
  permission: 'lifecycle.read',
  input: OfIdentity,
  async run(context, { identityId }) {
    const identity = await context.db.identity.findUnique({ where: { id: identityId }, select: { ownerId: true } })
    return { rotations: await rotationOfCredentials(context, identityId), editable: identity !== null && maySteward(context.actor, identity) }
  },
})
