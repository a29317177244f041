import type { Actor, Role } from '#lib/core/actor.ts'
import { DAY, HOUR, SECOND } from '#lib/core/time.ts'
import { mayDeclare, maySteward, type Parties } from '#lib/ownership/rules.ts'

export const CAUSES = ['requested', 'expired', 'succession', 'quarantined', 'attestation'] as const
export type Cause = (typeof CAUSES)[number]

export const OFFBOARDING_STATES = ['disabling', 'watching', 'restoring', 'removing', 'awaiting_source', 'confirmed', 'restored'] as const
export type OffboardingState = (typeof OFFBOARDING_STATES)[number]

/** What may become of an offboarding. It stays where it is until the target, or a reading of the source, has shown the next state. */
const FOLLOWS: Record<OffboardingState, readonly OffboardingState[]> = {
  disabling: ['watching', 'restoring', 'confirmed'],
  watching: ['disabling', 'restoring', 'removing', 'confirmed'],
  restoring: ['restored', 'confirmed'],
  removing: ['restoring', 'confirmed'],
  awaiting_source: ['restoring', 'confirmed'],
  confirmed: [],
  restored: [],
}

/** Whether an offboarding may go from one state to the other, or stay. */
export function mayFollow(from: OffboardingState, to: OffboardingState): boolean {
  return from === to || FOLLOWS[from].includes(to)
}

type Standing = { state: OffboardingState; byDriver: boolean; remembered: boolean; nextAttemptAt: Date | null }
export type Step = 'remember' | 'disable' | 'watch' | 'restore' | 'remove'

/** What the worker does next on the target, or null when nothing is due, a person has to decide, or people do it by hand. Nothing is disabled before what a restore needs is stored. */
export function nextStep({ state, byDriver, remembered, nextAttemptAt }: Standing, now: Date): Step | null {
  if (!byDriver || nextAttemptAt === null || nextAttemptAt > now) return null
  switch (state) {
    case 'disabling':
      return remembered ? 'disable' : 'remember'
    case 'watching':
      return 'watch'
    case 'restoring':
      return 'restore'
    case 'removing':
      return 'remove'
    case 'awaiting_source':
    case 'confirmed':
    case 'restored':
      return null
  }
}

export const WATCH_DAYS = 14
/** How often the target is asked during the watch whether the account is still disabled. */
export const WATCH_EVERY = 6 * HOUR

/** How long to wait after the nth failed attempt: five seconds, doubling, an hour at most. `spread` in [0, 1) keeps many from coming back at once. */
export function retryAfter(attempt: number, spread: number): number {
  return Math.min(HOUR, 5 * SECOND * 2 ** Math.max(0, attempt - 1)) * (1 + spread / 4)
}

type Shown = { exists: boolean; enabled: boolean; sessions: number | null }

/** Why an account is not out of service yet, from what the target shows; null when nobody can use it. */
export function whatStillWorks({ exists, enabled, sessions }: Shown): string | null {
  return inWords(exists && enabled && 'the target still lets it log in', stillOpen(sessions))
}

/** Why a deletion is not confirmed yet, from what the target shows; null when the account and its sessions are gone. */
export function whatIsLeft({ exists, sessions }: Shown): string | null {
  return inWords(exists && 'the account still exists on the target', stillOpen(sessions))
}

/** Whether a fact is the proof of an end: the target was read again, and showed neither the account nor a session of it (or does not tell its sessions). */
export function provesGone({ kind, detail }: { kind: string; detail: Record<string, unknown> }): boolean {
  return kind === 'reread' && detail['exists'] === false && (detail['sessions'] === 0 || detail['sessions'] === null)
}

/** Why an account is not back as it was; null when it is. */
export function whatIsMissing({ exists, enabled }: Shown, wasEnabled: boolean): string | null {
  if (!exists) return 'the account does not exist on the target'
  return enabled === wasEnabled ? null : `the target shows it ${enabled ? 'enabled' : 'disabled'}, and it was ${wasEnabled ? 'enabled' : 'disabled'} before`
}

const stillOpen = (sessions: number | null) => (sessions ?? 0) > 0 && `${sessions} of its sessions ${sessions === 1 ? 'is' : 'are'} still open`
const inWords = (...left: (string | false)[]) => left.filter(Boolean).join('; ') || null

type Awaiting = { state: OffboardingState; requestedAt: Date; disabledAt: Date | null }
type InRegister = { enabled: boolean; vanishedAt: Date | null; readAt: Date | null }

/** What the newest reading of the source says about an account that people take out of service by hand; null when it says nothing new. */
export function readingOf(
  { state, requestedAt, disabledAt }: Awaiting,
  { enabled, vanishedAt, readAt }: InRegister,
): 'gone' | 'disabled' | 'enabled_again' | 'restored' | null {
  if (vanishedAt) return 'gone'
  if (state === 'restoring') return enabled || !disabledAt ? 'restored' : null
  if (!readAt || readAt < requestedAt) return null
  if (!disabledAt) return enabled ? null : 'disabled'
  return enabled ? 'enabled_again' : null
}

/** Who may bring an account back: its owner, who stands in for them, an admin or a CISO; never its sponsor alone. What security put into quarantine, its owner does not free. */
export function mayRestore(actor: Actor, identity: Parties, cause: Cause): boolean {
  if (hasRole(actor, 'ciso')) return true
  return cause === 'quarantined' ? hasRole(actor, 'admin') : mayDeclare(actor, identity)
}

/** Who may have an account deleted: an admin, and its owner, who does not delete what security is looking at. */
export function mayRemove(actor: Actor, identity: { ownerId: string | null }, cause: Cause): boolean {
  return cause === 'quarantined' ? hasRole(actor, 'admin') : maySteward(actor, identity)
}

const hasRole = (actor: Actor, role: Role) => actor.kind === 'user' && actor.roles.includes(role)

type Watched = { byDriver: boolean; watchUntil: Date | null }

/** Why deleting now needs the account's name typed; null when the watch ended and nobody tried to use it. */
export function whyTooEarly({ byDriver, watchUntil }: Watched, uses: number, now: Date): string | null {
  if (!byDriver) return null
  if (uses > 0) return uses === 1 ? 'Somebody tried to use it since it was disabled' : `Somebody tried to use it ${uses} times since it was disabled`
  return watchUntil === null || watchUntil > now ? 'The watch is not over' : null
}

/** Days before an expiry on which its owner is told, the most urgent first. */
export const EXPIRY_WARNINGS = [1, 7, 14, 30] as const

/** The warning that an expiry has reached: 0 once it has passed, null while it is further off than the first. */
export function expiryWarning(expiresAt: Date, now: Date): 0 | (typeof EXPIRY_WARNINGS)[number] | null {
  const left = expiresAt.getTime() - now.getTime()
  return left <= 0 ? 0 : (EXPIRY_WARNINGS.find((days) => left <= days * DAY) ?? null)
}
