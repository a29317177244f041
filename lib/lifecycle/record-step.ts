import type { Change } from '#lib/audit/append.ts'
import { command, type Outcome } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { DAY, shift } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { closeIdentity } from './close-identity.ts'
import { recordFacts } from './record-facts.ts'
import { mayFollow, provesGone, type OffboardingState } from './rules.ts'
import { RecordStep } from './schemas.ts'
import { lockOffboarding } from './store.ts'

type Before = Awaited<ReturnType<typeof lockOffboarding>>

/**
 * What a step on the target did and found, and the state that this leads to, in one transaction. When a person decided otherwise meanwhile, only the facts are noted.
 * A further attempt that finds the same problem only sets when the next one is due. Throws `conflict` for a state that cannot
 * follow, for an end without its proof, and for an offboarding that has ended.
 */
export const recordStep = command({
  permission: 'lifecycle.recordStep',
  input: RecordStep,
  async run({ tx, now }, step): Promise<Outcome<{ state: OffboardingState }>> {
    const before = await lockOffboarding(tx, step.id)
    if (before.endedAt) throw new TenureError('conflict', 'This offboarding has ended')
    if (before.state !== step.from) {
      await recordFacts(tx, step.id, step.facts, now)
      return { output: { state: before.state }, changes: [] }
    }
    if (!mayFollow(step.from, step.to)) throw new TenureError('conflict', `An offboarding does not go from ${step.from} to ${step.to}`)

    if (step.to === 'confirmed' && !step.facts.some(provesGone)) throw new TenureError('conflict', 'An end is confirmed only once the target has shown it')

    const repeated = step.to === before.state && step.problem !== null && step.problem === before.problem
    await tx.offboarding.update({ where: { id: step.id }, data: dataOf(before, step, now) })
    if (repeated) return { output: { state: before.state }, changes: [] }
    await recordFacts(tx, step.id, step.facts, now)
    const identity = await writeIdentity(tx, before, step, now)
    return {
      output: { state: step.to },
      changes: [...differences(before, step), ...identity],
      reason: step.problem,
      jobs: identity.length > 0 ? registerChanged([before.identityId]) : [],
    }
  },
})

function dataOf(before: Before, { to, problem, retryAt, remembered }: RecordStep, now: Date) {
  const common = {
    state: to,
    problem,
    attempts: problem === null ? 0 : before.attempts + 1,
    nextAttemptAt: retryAt,
    ...(remembered ? { rememberedSealed: remembered } : {}),
  }
  switch (to) {
    case 'watching':
      return { ...common, disabledAt: before.disabledAt ?? now, watchUntil: before.watchUntil ?? shift(now, before.watchDays * DAY) }
    case 'confirmed':
      return { ...common, endedAt: now, removedAt: now, rememberedSealed: null, nextAttemptAt: null }
    case 'restored':
      return { ...common, endedAt: now, rememberedSealed: null, nextAttemptAt: null }
    default:
      return common
  }
}

/** A watch that found nothing new leaves no entry. */
function differences(before: Before, { id, to, problem, remembered }: RecordStep): Change[] {
  const was = { state: before.state, problem: before.problem, remembered: before.rememberedSealed !== null }
  const is = { state: to, problem, remembered: was.remembered || remembered !== undefined }
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ entity: 'offboarding', id, before: was, after: is }]
}

async function writeIdentity(tx: Tx, { identityId, identity }: Before, { to, enabled }: RecordStep, now: Date): Promise<Change[]> {
  const { lifecycle, vanishedAt } = identity
  if (to === 'confirmed') return [await closeIdentity(tx, { id: identityId, lifecycle, vanishedAt, enabled: identity.enabled }, now)]
  const before = { lifecycle, enabled: identity.enabled }
  const after = { lifecycle: to === 'restored' ? 'active' : lifecycle, enabled: enabled ?? identity.enabled }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  await tx.identity.update({ where: { id: identityId }, data: after })
  return [{ entity: 'identity', id: identityId, before, after }]
}
