import { TenureError } from '#lib/core/errors.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import { shift } from '#lib/core/time.ts'
import { withLock } from '#lib/db/pool.ts'
import { recordReading } from '#lib/lifecycle/record-reading.ts'
import { recordStep } from '#lib/lifecycle/record-step.ts'
import { sealRemembered } from '#lib/lifecycle/remembered.ts'
import { nextStep, type OffboardingState, retryAfter, type Step, WATCH_EVERY } from '#lib/lifecycle/rules.ts'
import type { Fact } from '#lib/lifecycle/schemas.ts'
import { reasonOf } from '../lease-engine/reason-of.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import { findTarget } from './find-target.ts'
import { type Reached, steps } from './steps.ts'

const JOB = 'lifecycle.advance'
type Row = { id: OffboardingId; state: OffboardingState; attempts: number }

/**
 * Takes an offboarding as far as it can go now: one step on the target, then its result on record, then the next. Every step repeats harmlessly what a dead worker
 * may have done without having said so. One worker at a time acts on an offboarding: the lock dies with its process. Without a driver the register is asked instead.
 */
export async function advanceOffboarding(worker: WorkerContext, id: OffboardingId): Promise<void> {
  await withLock(worker.pool, `offboarding:${id}`, async () => {
    for (;;) {
      const row = await worker.db.offboarding.findUnique({ where: { id } })
      if (!row || row.endedAt) return
      if (!row.byDriver) return void (await recordReading(asJob(worker, JOB), { id }))
      const state = row.state as OffboardingState
      const step = nextStep({ ...row, state, remembered: row.rememberedSealed !== null }, worker.clock())
      if (!step) return
      await takeStep(worker, { id, state, attempts: row.attempts }, step)
    }
  })
}

async function takeStep(worker: WorkerContext, row: Row, step: Step): Promise<void> {
  const facts: Fact[] = []
  let reached: Reached
  try {
    reached = await steps[step](await findTarget(worker, row.id), facts)
  } catch (error) {
    return recordFailure(worker, row, { step, error, facts })
  }
  const { to, enabled, remember } = reached
  const now = worker.clock()
  await recordStep(asJob(worker, JOB), {
    id: row.id,
    from: row.state,
    to,
    facts,
    problem: null,
    retryAt: to === 'watching' ? shift(now, WATCH_EVERY) : now,
    ...(enabled === undefined ? {} : { enabled }),
    ...(remember ? { remembered: sealRemembered(worker.keyring, row.id, remember) } : {}),
  })
}

/** A refusal of the target (something hangs on the account, it is Tenure's own) waits for a person; everything else is tried again, less and less often. */
async function recordFailure(
  worker: WorkerContext,
  { id, state, attempts }: Row,
  { step, error, facts }: { step: Step; error: unknown; facts: Fact[] },
): Promise<void> {
  const problem = reasonOf(error)
  const forPerson = error instanceof TenureError && error.code === 'conflict'
  worker.log.error({ offboarding: id, step, attempt: attempts + 1, problem, forPerson }, 'offboarding did not go on')
  const retryAt = forPerson ? null : shift(worker.clock(), retryAfter(attempts + 1, Math.random()))
  const noted: Fact[] = facts.some(({ ok }) => !ok) ? facts : [...facts, { kind: step, ok: false, detail: { problem } }]
  await recordStep(asJob(worker, JOB), { id, from: state, to: state, facts: noted, problem, retryAt })
}
