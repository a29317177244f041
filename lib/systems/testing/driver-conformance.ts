import { afterAll, beforeAll, describe, test } from 'vitest'
import { declareLife } from './conformance-life.ts'
import { declareLimits } from './conformance-limits.ts'
import { declareOffboarding } from './conformance-offboarding.ts'
import { anOrderFor, type Check, type ConformanceRun, type ConformanceTarget } from './conformance-target.ts'

export type { ConformanceTarget } from './conformance-target.ts'

/**
 * Declares the tests that every driver must pass before it may lend access: a lease from its mint to the proof of its end, on a real target.
 * `start` brings the target up; null means that it cannot be had here, and the tests are reported as skipped.
 */
export function driverConformance(name: string, start: () => Promise<ConformanceTarget | null>): void {
  describe(`driver conformance: ${name}`, () => {
    let target: ConformanceTarget | null = null
    // Filled as the tests go on; none of them runs without a target.
    const run = {} as ConformanceRun

    beforeAll(async () => {
      target = await start()
      if (!target) return
      run.connection = target.driver.connect(target.settings)
      run.order = anOrderFor(target)
    }, 120_000)

    afterAll(async () => {
      if (!target) return
      await run.session?.close()
      await run.connection.close()
      await target.stop()
    }, 60_000)

    const check: Check = (sentence, body) =>
      test(sentence, { timeout: 60_000 }, async ({ skip }) => {
        if (!target) return skip(`${name} cannot be started here`)
        await body(target)
      })

    declareLife(check, run)
    declareLimits(check, run)
    declareOffboarding((sentence, body) =>
      test(sentence, { timeout: 60_000 }, async ({ skip }) => {
        if (!target) return skip(`${name} cannot be started here`)
        if (!target.driver.capabilities.includes('offboard')) return skip(`${name} does not take accounts out of service`)
        await body(target, run.connection)
      }),
    )
  })
}
