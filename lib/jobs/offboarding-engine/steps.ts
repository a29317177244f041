import { type OffboardingState, type Step, whatIsLeft, whatIsMissing, whatStillWorks } from '#lib/lifecycle/rules.ts'
import type { Remembered } from '#lib/lifecycle/remembered.ts'
import type { Fact } from '#lib/lifecycle/schemas.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { StandingFacts, StandingStep } from '#lib/systems/driver.ts'
import type { Target } from './find-target.ts'

/** Where a step has led to, as the target itself showed. */
export type Reached = { to: OffboardingState; enabled?: boolean; remember?: Remembered }

/**
 * Each step on the target, by name. What was done and seen is put into `facts` as it happens. Any of them may be called again after a worker died in it. A step
 * throws when the target did not show what it was for: then the state stays.
 */
export const steps: Record<Step, (target: Target, facts: Fact[]) => Promise<Reached>> = { remember, disable, watch, restore, remove }

async function remember({ offboarding, connection, account }: Target, facts: Fact[]): Promise<Reached> {
  const shown = await reread({ offboarding, connection, account }, facts)
  if (!shown.exists) return confirmGone(shown)
  const value = await offboarding.remember(connection, account)
  facts.push({ kind: 'remember', ok: true, detail: { detail: value === null ? 'nothing but whether it could log in' : 'sealed until this is over' } })
  return { to: 'disabling', remember: { value, enabled: shown.enabled } }
}

async function disable(target: Target, facts: Fact[]): Promise<Reached> {
  await act('disable', facts, () => target.offboarding.disable(target.connection, target.account), { goneIsFine: true })
  const shown = await reread(target, facts)
  if (!shown.exists) return confirmGone(shown)
  refuse(whatStillWorks(shown))
  return { to: 'watching', enabled: false }
}

/** The account must stay disabled. One that somebody enabled on the target is disabled again; one that somebody deleted there is confirmed. */
async function watch(target: Target, facts: Fact[]): Promise<Reached> {
  const shown = await reread(target, facts)
  if (!shown.exists) return confirmGone(shown)
  if (whatStillWorks(shown) === null) {
    facts.length = 0
    return { to: 'watching', enabled: false }
  }
  facts.push({ kind: 'enabled_again', ok: false, detail: { detail: whatStillWorks(shown) } })
  return { to: 'disabling', enabled: shown.enabled }
}

async function restore(target: Target, facts: Fact[]): Promise<Reached> {
  const { offboarding, connection, account, remembered } = target
  // What was never remembered was never disabled
  if (remembered) await act('restore', facts, () => offboarding.restore(connection, account, remembered.value), { goneIsFine: true })
  const shown = await reread(target, facts)
  if (!shown.exists) return confirmGone(shown)
  if (remembered) refuse(whatIsMissing(shown, remembered.enabled))
  return { to: 'restored', enabled: shown.enabled }
}

async function remove(target: Target, facts: Fact[]): Promise<Reached> {
  await act('remove', facts, () => target.offboarding.remove(target.connection, target.account))
  return confirmGone(await reread(target, facts))
}

/** Calls the driver and notes what it did, or why it could not. */
async function act(kind: string, facts: Fact[], call: () => Promise<StandingStep>, { goneIsFine = false } = {}): Promise<void> {
  try {
    const { at, changed, detail } = await call()
    facts.push({ kind, ok: true, detail: { changed, detail, targetTime: at.toISOString() } })
  } catch (error) {
    const gone = error instanceof TenureError && error.code === 'not_found'
    facts.push({ kind, ok: false, detail: { problem: error instanceof Error ? error.message : String(error) } })
    if (!gone || !goneIsFine) throw error
  }
}

async function reread({ offboarding, connection, account }: Pick<Target, 'offboarding' | 'connection' | 'account'>, facts: Fact[]): Promise<StandingFacts> {
  const shown = await offboarding.reread(connection, account)
  const { exists, enabled, sessions, dependents, targetTime } = shown
  facts.push({ kind: 'reread', ok: true, detail: { exists, enabled, sessions, dependents, targetTime: targetTime.toISOString(), ...residual(sessions) } })
  return shown
}

const residual = (sessions: number | null) => (sessions === null ? { residual: 'the target does not tell its sessions: one that was open may live on' } : {})

function confirmGone(shown: StandingFacts): Reached {
  refuse(whatIsLeft(shown))
  return { to: 'confirmed', enabled: false }
}

function refuse(problem: string | null): void {
  if (problem) throw new Error(problem)
}
