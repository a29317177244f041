import type { Actor, Role } from '#lib/core/actor.ts'
import type { UserId } from '#lib/core/ids.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { sampleId } from './sample-id.ts'

type Cast = { name: string; roles: readonly Role[]; active?: false }

/** Who works at the invented company, in the order in which the sign-in page offers them. */
const CAST = {
  olivia: { name: 'Olivia Okafor', roles: ['owner'] },
  mateo: { name: 'Mateo Silva', roles: ['owner'] },
  hanna: { name: 'Hanna Lindqvist', roles: ['owner'] },
  priya: { name: 'Priya Raman', roles: ['approver'] },
  jonas: { name: 'Jonas Weber', roles: ['approver'] },
  noor: { name: 'Noor Haddad', roles: ['owner', 'approver'] },
  claire: { name: 'Claire Dubois', roles: ['ciso'] },
  samuel: { name: 'Samuel Adeyemi', roles: ['auditor'] },
  edda: { name: 'Edda Jónsdóttir', roles: ['admin'] },
  // Left the company: what he owned still says so
  tom: { name: 'Tom Becker', roles: ['owner'], active: false },
} as const satisfies Record<string, Cast>

/** Since when whoever is not active has left. */
export const LEFT_DAYS_AGO = 20

export type PersonKey = keyof typeof CAST
export type Person = { id: UserId; email: string; name: string; roles: readonly Role[]; active: boolean; sample: true; createdAt: Date }
export type People = Readonly<Record<PersonKey, Person>>

/** The sample people, who were there four months before `now`. */
export function samplePeople(now: Date): People {
  const people = (Object.entries(CAST) as [PersonKey, Cast][]).map(([key, { name, roles, active = true }], index): [PersonKey, Person] => {
    const createdAt = shift(now, -120 * DAY + index * MINUTE)
    const plain = name
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/[^a-z ]/g, '')
    return [key, { id: sampleId('usr', createdAt, key), email: `${plain.replaceAll(' ', '.')}@example.test`, name, roles, active, sample: true, createdAt }]
  })
  return Object.fromEntries(people) as Record<PersonKey, Person>
}

/** A sample person as the actor of a call. */
export function asActor({ id, name, roles }: Person): Extract<Actor, { kind: 'user' }> {
  return { kind: 'user', userId: id, name, roles }
}

export type Team = 'Storefront' | 'Payments' | 'Data' | 'Logistics' | 'Platform' | 'Security' | 'Corporate IT'

/** Who may answer for what a team runs. */
export const OWNERS_OF_TEAM: Readonly<Record<Team, readonly PersonKey[]>> = {
  Storefront: ['olivia'],
  Payments: ['mateo'],
  Data: ['hanna'],
  Logistics: ['olivia', 'hanna'],
  Platform: ['noor', 'mateo'],
  Security: ['noor'],
  'Corporate IT': ['tom', 'mateo', 'tom', 'hanna'],
}
