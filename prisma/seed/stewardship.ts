import type { Environment } from '#lib/core/identity-class.ts'
import { DAY, HOUR, MINUTE, shift } from '#lib/core/time.ts'
import type { Permission } from '#lib/people/permissions.rules.ts'
import { auditEntry } from './audit-entry.ts'
import { asActor, LEFT_DAYS_AGO, OWNERS_OF_TEAM, type People, type Person, type Team } from './people.ts'
import type { Row, Turn } from './rows.ts'
import type { Random } from './seeded-random.ts'

type Stewardship = { ownerId: string | null; purpose: string | null; environment: Environment | null; expiresAt: Date | null }
type Step = { at: Date; by: Person; action: Permission; set: Partial<Stewardship>; reason: string }

/** What there is to declare about an identity, and since when. */
export type Stewarded = { id: string; team: Team; purpose: string; environment: Environment; firstSeenAt: Date }
/** How far its owner got: everything, the owner alone, what it is for but not whose it is, or nothing. */
export type Progress = 'governed' | 'owned' | 'described' | 'untouched'

/** What people declared about an identity so far, with the trace that it left. */
export type Declared = { stewardship: Stewardship; turns: Turn[]; audit: Row[] }

const NOTHING: Stewardship = { ownerId: null, purpose: null, environment: null, expiresAt: null }

/** Some six in ten identities have an owner, and most of those an end. */
export function drawProgress(random: Random): Progress {
  const draw = random.next()
  if (draw < 0.48) return 'governed'
  if (draw < 0.62) return 'owned'
  return draw < 0.68 ? 'described' : 'untouched'
}

/** What was declared about an identity between its first sight and `now`, more of it lately than in the beginning. */
export function declare(identity: Stewarded, progress: Progress, { now, people, random }: { now: Date; people: People; random: Random }): Declared {
  const at = workday(identity.firstSeenAt, now, random)
  const owner = ownerAt(identity.team, at, { now, people, random })
  const admin = people.edda
  const { purpose, environment } = identity
  const steps: Record<Progress, () => Step[]> = {
    governed: () => governed({ at, owner, admin, purpose, environment }, now, random),
    owned: () => [
      { at, by: admin, action: 'ownership.assignOwner', set: { ownerId: owner.id }, reason: `Runs in ${identity.team}: confirmed by the team lead` },
      ...(random.chance(0.5) && owner.active
        ? [
            {
              at: shift(at, 5 * HOUR),
              by: owner,
              action: 'ownership.declarePurpose',
              set: { purpose },
              reason: 'Written down from the runbook of the team',
            } as const,
          ]
        : []),
    ],
    described: () => [
      { at, by: admin, action: 'ownership.declarePurpose', set: { purpose }, reason: 'Found in the documentation, but nobody answers for it' },
      { at: shift(at, 2 * MINUTE), by: admin, action: 'ownership.setEnvironment', set: { environment }, reason: 'Follows from the account it lives in' },
    ],
    untouched: () => [],
  }
  return replay(
    identity.id,
    steps[progress]().filter((step) => step.at < now),
  )
}

type Plan = { at: Date; owner: Person; admin: Person; purpose: string; environment: Environment }

function governed({ at, owner, admin, purpose, environment }: Plan, now: Date, random: Random): Step[] {
  const all = { ownerId: owner.id, purpose, environment }
  const expiresAt = drawExpiry(at, now, random)
  const long = now.getTime() - at.getTime() > 40 * DAY
  if (long && owner.active && random.chance(0.15)) {
    const first = shift(at, 45 * DAY)
    return [
      { at, by: admin, action: 'ownership.governIdentity', set: { ...all, expiresAt: first }, reason: 'Agreed in the first review of machine identities' },
      {
        at: shift(at, 33 * DAY),
        by: owner,
        action: 'ownership.setExpiry',
        set: { expiresAt: drawExpiry(now, now, random) },
        reason: 'Still needed, checked with the team that runs it',
      },
    ]
  }
  if (owner.active && random.chance(0.3)) {
    return [
      { at, by: admin, action: 'ownership.assignOwner', set: { ownerId: owner.id }, reason: 'Named in the tags of the resource' },
      {
        at: shift(at, 4 * HOUR),
        by: owner,
        action: 'ownership.governIdentity',
        set: { ...all, expiresAt },
        reason: 'Mine: purpose and end as in the service catalogue',
      },
    ]
  }
  return [{ at, by: admin, action: 'ownership.governIdentity', set: { ...all, expiresAt }, reason: 'Agreed in the review of machine identities' }]
}

/** Mostly half a year to a year ahead; some ended already, some end within 30 days. */
function drawExpiry(at: Date, now: Date, random: Random): Date {
  const draw = random.next()
  const age = Math.floor((now.getTime() - at.getTime()) / DAY)
  if (draw < 0.1 && age > 14) return midnight(shift(at, random.int(7, age - 1) * DAY))
  if (draw < 0.24) return midnight(shift(now, random.int(2, 29) * DAY))
  return midnight(shift(at, random.pick([180, 270, 365]) * DAY))
}

const midnight = (instant: Date) => new Date(Math.floor(instant.getTime() / DAY) * DAY)

/** A moment of a working day between two instants; the first wave comes right after the first sight. */
function workday(from: Date, now: Date, random: Random): Date {
  const share = random.chance(0.2) ? 0.02 : Math.sqrt(random.next())
  const day = midnight(shift(from, (now.getTime() - from.getTime()) * share))
  const at = shift(day, random.int(8 * 60, 16 * 60) * MINUTE)
  return new Date(Math.min(Math.max(at.getTime(), from.getTime() + random.int(30, 300) * MINUTE), now.getTime() - random.int(1, 9) * HOUR))
}

/** One of the team's owners; somebody who has left was given nothing in the weeks before. */
function ownerAt(team: Team, at: Date, { now, people, random }: { now: Date; people: People; random: Random }): Person {
  const owner = people[random.pick(OWNERS_OF_TEAM[team])]
  return owner.active || at < shift(now, -(LEFT_DAYS_AGO + 7) * DAY) ? owner : people.mateo
}

const governs = (stewardship: Stewardship) => Object.values(stewardship).every((value) => value !== null)
const toColumns = ({ ownerId, purpose, environment, expiresAt }: Stewardship): Row => ({
  owner_id: ownerId,
  purpose,
  environment,
  expires_at: expiresAt,
  governed: governs({ ownerId, purpose, environment, expiresAt }),
})

function replay(id: string, steps: readonly Step[]): Declared {
  let stewardship = NOTHING
  const turns: Turn[] = []
  const audit: Row[] = []
  for (const { at, by, action, set, reason } of steps) {
    const before = stewardship
    stewardship = { ...before, ...set }
    const changed = (Object.keys(set) as (keyof Stewardship)[]).filter((field) => before[field] !== stewardship[field])
    const pick = (values: Stewardship) => Object.fromEntries(changed.map((field) => [field, values[field]]))
    turns.push({ at, before: toColumns(before) })
    audit.push(auditEntry({ at, actor: asActor(by), action, entity: 'identity', id, before: pick(before), after: pick(stewardship), reason }))
  }
  return { stewardship, turns, audit }
}
