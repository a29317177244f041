import type { DecisionQuestion } from '#lib/policy/rules.ts'

type Privilege = { id: string; name: string; risk: string; system: { id: string; kind: string; environment: string } }
type Wish = { purpose: string; ticket: string | null; durationSeconds: number; startsAt: Date | null }

/** The question that policy answers for a person's wish for a privilege, at the moment it would begin. */
export function decisionQuestion(person: { userId: string; roles: readonly string[] }, privilege: Privilege, wish: Wish, now: Date): DecisionQuestion {
  return {
    principal: { id: person.userId, roles: person.roles },
    privilege: { id: privilege.id, name: privilege.name, risk: privilege.risk },
    system: { id: privilege.system.id, kind: privilege.system.kind, environment: privilege.system.environment },
    purpose: wish.purpose,
    ticket: wish.ticket,
    durationSeconds: wish.durationSeconds,
    at: wish.startsAt && wish.startsAt > now ? wish.startsAt : now,
  }
}
