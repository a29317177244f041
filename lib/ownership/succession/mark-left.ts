import { command, type Outcome } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { SuccessionId, type UserId } from '#lib/core/ids.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { NOBODY_LEFT, NOMINEE } from './nominee.ts'
import { MarkLeft } from './schemas.ts'
import { getPerson } from './store.ts'

const { sql } = Prisma

/**
 * Marks a person as gone: they are out at once, and for each identity that they own a successor is asked, with a deadline after which it is quarantined.
 * What somebody else's succession asked of them is asked of the next. Who is gone already stays so, and nothing changes. Throws `not_found`,
 * `forbidden` to who would mark themselves, and `conflict` for the last admin.
 */
export const markLeft = command({
  permission: 'ownership.markLeft',
  input: MarkLeft,
  timeoutMs: 2 * MINUTE,
  async run({ tx, actor, now }, { id, reason, days }): Promise<Outcome<{ id: UserId; successionId: SuccessionId | null; identities: number }>> {
    if (actor.kind === 'user' && actor.userId === id) throw new TenureError('forbidden', 'Another admin marks you as gone')
    const before = await getPerson(tx, id)
    if (before.leftAt) return { output: { id, successionId: null, identities: 0 }, changes: [] }
    await keepAnAdmin(tx, before)
    const after = await tx.user.update({ where: { id }, data: { active: false, leftAt: now } })
    await tx.session.deleteMany({ where: { userId: id } })
    await askTheNext(tx, id)
    const person = { entity: 'user', id, before, after }

    const succession = { id: SuccessionId.create(), personId: id, reason, openedBy: actorKey(actor), openedAt: now, deadlineAt: shift(now, days * DAY) }
    await tx.succession.create({ data: succession })
    const ids = await askForAll(tx, succession.id, id)
    const identities = ids.length
    if (identities === 0) {
      await tx.succession.delete({ where: { id: succession.id } })
      return { output: { id, successionId: null, identities }, changes: person, reason }
    }
    const opened = { entity: 'succession', id: succession.id, before: null, after: { ...succession, identities } }
    return { output: { id, successionId: succession.id, identities }, changes: [person, opened], reason, jobs: registerChanged(ids) }
  },
})

/** Throws `conflict` for the last admin: nobody could mark anybody as returned after that. */
async function keepAnAdmin(tx: Tx, { id, active, roles }: { id: string; active: boolean; roles: string[] }): Promise<void> {
  if (!active || !roles.includes('admin')) return
  const others = await tx.user.count({ where: { id: { not: id }, active: true, roles: { has: 'admin' } } })
  if (others === 0) throw new TenureError('conflict', 'This is the last admin: let another one sign in first')
}

/** One item for each identity of the person that is still there. Answers their ids. */
async function askForAll(tx: Tx, successionId: SuccessionId, personId: UserId): Promise<string[]> {
  // Whoever hands one of them over at this moment is waited for, so that nothing is asked about what has an owner.
  await tx.$queryRaw(sql`SELECT count(*)::int FROM (SELECT i.id FROM identity i WHERE i.owner_id = ${personId} ORDER BY i.id FOR UPDATE) locked`)
  const asked = await tx.$queryRaw<{ id: string }[]>(sql`
    INSERT INTO succession_item (succession_id, identity_id, nominee_id, because)
    SELECT ${successionId}, i.id, n.id, coalesce(n.because, ${NOBODY_LEFT}) FROM identity i JOIN system s ON s.id = i.system_id ${NOMINEE}
     WHERE i.owner_id = ${personId} AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND i.lifecycle <> 'offboarded'
    RETURNING identity_id AS id`)
  return asked.map(({ id }) => id)
}

async function askTheNext(tx: Tx, personId: UserId): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE succession_item o SET nominee_id = x.nominee_id, because = x.because
      FROM (SELECT q.succession_id, q.identity_id, n.id AS nominee_id, coalesce(n.because, ${NOBODY_LEFT}) AS because
              FROM succession_item q JOIN identity i ON i.id = q.identity_id JOIN system s ON s.id = i.system_id ${NOMINEE}
             WHERE q.nominee_id = ${personId} AND q.state = 'open') x
     WHERE o.succession_id = x.succession_id AND o.identity_id = x.identity_id AND o.state = 'open'`)
}
