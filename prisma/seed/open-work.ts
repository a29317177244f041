import type { Context } from '#lib/command/context.ts'
import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { offboardIdentity } from '#lib/lifecycle/offboard-identity.ts'
import { requestIdentity } from '#lib/ownership/requests/request-identity.ts'
import { markLeft } from '#lib/ownership/succession/mark-left.ts'
import { LEFT_DAYS_AGO, type PersonKey, type People } from './people.ts'

type Wish = { who: PersonKey; system: string; name: string; class: IdentityClass; environment: Environment; purpose: string; justification: string }

const WISHES: readonly Wish[] = [
  {
    who: 'hanna',
    system: 'Orders database',
    name: 'svc_returns_report',
    class: 'service_account',
    environment: 'production',
    purpose: 'Reads returns for the weekly report of the category managers',
    justification: 'The report of returns moves from spreadsheets to the warehouse this month',
  },
  {
    who: 'olivia',
    system: 'AWS production account',
    name: 'size-advisor-task',
    class: 'workload',
    environment: 'production',
    purpose: 'Runs the size advisor of the storefront on ECS',
    justification: 'The size advisor goes live with the winter collection',
  },
]

/** What waits for somebody: the identities of somebody who left, two wishes for new identities, and an account on its way out of the live database. */
export async function seedOpenWork(as: (who: PersonKey, now?: Date) => Context, { people, now }: { people: People; now: Date }): Promise<void> {
  const { db } = as('edda')
  // Marked on the day on which he left, with two weeks to go from now
  const leftAt = shift(now, -LEFT_DAYS_AGO * DAY)
  await markLeft(as('edda', leftAt), { id: people.tom.id, reason: 'Left the company at the end of the month', days: LEFT_DAYS_AGO + 14 })
  for (const { who, system, ...wish } of WISHES) {
    const { id: systemId } = await db.system.findUniqueOrThrow({ where: { name: system }, select: { id: true } })
    await requestIdentity(as(who), { ...wish, systemId, ownerId: people[who].id, expiresAt: shift(now, 180 * DAY) })
  }
  const leaving = await db.identity.findFirstOrThrow({ where: { name: 'fivetran', system: { name: 'Orders database' } }, select: { id: true } })
  await offboardIdentity(as('edda'), { id: leaving.id, reason: 'The contract with the vendor ended: nothing may copy orders there any more' })
}
