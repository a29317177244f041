import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import type { LastUseKnown } from '#lib/systems/discovered.ts'
import type { Principal, SampleSystem } from './estate.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'
import type { Random } from './seeded-random.ts'

export const ACTIVITY_DAYS = 90

type Pace = 'daily' | 'weekly' | 'stale' | 'never'
type Given = { system: SampleSystem; systemId: string; id: string; createdAt: Date; until: Date; now: Date; random: Random }

export type Activity = { events: Row[]; lastUsedAt: Date | null; lastUseKnown: LastUseKnown }

/** What a principal did in the 90 days before `now`, and when it was last used as far as its kind of source knows. */
export function drawActivity(principal: Principal, given: Given): Activity {
  const { system, random, until, createdAt } = given
  const deeds = system.deeds[principal.class] ?? []
  const pace = drawPace(principal, random)
  const logged = deeds.length > 0 && (system.lastUseKnown !== 'exact' || random.chance(0.55))
  const events = logged && (pace === 'daily' || pace === 'weekly') ? eventsOf(principal, pace, given) : []
  const last = events.findLast((event) => event['outcome'] === 'success')?.['at'] as Date | undefined
  if (system.lastUseKnown === 'unknown') return { events, lastUsedAt: last ?? null, lastUseKnown: last ? 'logs' : 'unknown' }
  const seen: Record<Pace, () => Date | null> = {
    daily: () => last ?? shift(until, -random.int(1, 70) * 60 * MINUTE),
    weekly: () => last ?? shift(until, -random.int(1, 9) * DAY),
    stale: () => shift(until, -random.int(95, 700) * DAY),
    never: () => null,
  }
  const at = seen[pace]()
  return { events, lastUsedAt: at && at > createdAt ? at : null, lastUseKnown: system.lastUseKnown }
}

/** What speaks of the past, or was not touched for years, tends to be unused. */
function drawPace({ purpose, credentials }: Principal, random: Random): Pace {
  const draw = random.next()
  if (/\b(was|were|ran|moved|until|before)\b/i.test(purpose)) return draw < 0.8 ? 'stale' : 'never'
  if (credentials.some(({ habit }) => habit === 'forgotten') && draw < 0.35) return draw < 0.25 ? 'stale' : 'never'
  if (draw < 0.68) return 'daily'
  if (draw < 0.84) return 'weekly'
  return draw < 0.94 ? 'stale' : 'never'
}

function eventsOf(principal: Principal, pace: Pace, { system, systemId, id, createdAt, until, now, random }: Given): Row[] {
  const deeds = system.deeds[principal.class] ?? []
  const address = principal.class === 'saas_connector' ? `203.0.113.${random.int(2, 250)}` : `10.20.${random.int(0, 7)}.${random.int(2, 250)}`
  const office = principal.class === 'human_admin' || principal.class === 'endpoint'
  const every = pace === 'daily' ? 1 : 7
  const events: Row[] = []
  const busiest = pace === 'daily' && !office ? random.int(1, 3) : 1
  const days = Array.from({ length: Math.floor(ACTIVITY_DAYS / every) + 1 }, (_, index) => ACTIVITY_DAYS - index * every)
  for (const daysAgo of days.flatMap((day) => Array.from({ length: random.int(1, busiest) }, () => day))) {
    const midnight = Math.floor(shift(now, -daysAgo * DAY).getTime() / DAY) * DAY
    const at = new Date(midnight + random.int(office ? 8 * 60 : 0, office ? 17 * 60 : 24 * 60 - 1) * MINUTE + random.int(0, 59_999))
    const { action, resource } = random.pick(deeds)
    const outcome = random.chance(0.02) ? 'failure' : 'success'
    if (at <= createdAt || at >= until || random.chance(0.15)) continue
    const externalId = `${principal.externalId}@${at.toISOString()}/${events.length}`
    events.push({
      id: sampleId('evt', at, `${systemId}:${externalId}`),
      at,
      systemId,
      identityId: id,
      externalId,
      action,
      resource,
      sourceAddress: address,
      outcome,
      sample: true,
    })
  }
  return events
}
