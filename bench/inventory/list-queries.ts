import type { Context } from '#lib/command/context.ts'
import { listIdentities } from '#lib/inventory/queries.ts'
import type { Goal } from '../support/goal.ts'
import { percentile } from '../support/percentile.ts'
import { byHand, type Ids, type ListCase, listCases, SEARCHES, SORTS } from './list-cases.ts'

const ROUNDS = 25
const SLOW_MS = 400

/**
 * For each of eight filters, over every sort and search: p99 of our query beside p99 of the best statement by hand on the same server, taken in turns. A
 * statement by hand that is slow at its first run is not the best one, and is not run again.
 */
export async function listQueries(context: Context, ids: Ids, say: (line: string) => void): Promise<Goal[]> {
  const goals: Goal[] = []
  for (const each of listCases(ids)) {
    const { ours, raw } = await measure(context, each)
    const ratio = percentile(ours, 99) / percentile(raw, 99)
    say(
      `${each.name}: p50 ${percentile(ours, 50).toFixed(1)} ms, p99 ${percentile(ours, 99).toFixed(1)} ms; by hand p50 ${percentile(raw, 50).toFixed(1)} ms, p99 ${percentile(raw, 99).toFixed(1)} ms`,
    )
    goals.push({ metric: `list, ${each.name}: p99 of ours / best SQL by hand`, value: ratio, goal: 1.5, op: '<=' })
  }
  return goals
}

async function measure(context: Context, { filter, where }: ListCase): Promise<{ ours: number[]; raw: number[] }> {
  const ours: number[] = []
  const raw: number[] = []
  for (const { order, ...sort } of SORTS) {
    for (const q of SEARCHES) {
      const mine = () => milliseconds(() => listIdentities(context, { ...filter, ...sort, q }))
      const statement = await best(context, byHand(where, order, q))
      const theirs = () => milliseconds(() => context.pool.query(statement))
      await mine()
      for (let round = 0; round < ROUNDS; round += 1) {
        // Whoever comes second finds warmer caches, so they take turns in coming first
        const [first, second] = round % 2 === 0 ? [mine, theirs] : [theirs, mine]
        const took = [await first(), await second()]
        ours.push(took[round % 2 === 0 ? 0 : 1] ?? 0)
        raw.push(took[round % 2 === 0 ? 1 : 0] ?? 0)
      }
    }
  }
  return { ours, raw }
}

type Statement = { text: string; values: unknown[] }

/** The fastest of several statements, by a few runs of each. */
async function best({ pool, now }: Context, statements: { text: string; usesNow: boolean }[]): Promise<Statement> {
  const timed: { statement: Statement; took: number }[] = []
  for (const { text, usesNow } of statements) {
    const statement = { text, values: usesNow ? [now] : [] }
    const runs: number[] = []
    while (runs.length < 4 && (runs[0] ?? 0) < SLOW_MS) runs.push(await milliseconds(() => pool.query(statement)))
    timed.push({ statement, took: Math.min(...runs) })
  }
  const [fastest] = timed.toSorted((one, other) => one.took - other.took)
  if (!fastest) throw new Error('There is no statement to measure against')
  return fastest.statement
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
