/** A figure and what it has to be. Ratios are against the raw limit measured in the same run. */
export type Goal = { metric: string; value: number; goal: number; op: '>=' | '<=' }
export type Report = { name: string; scale: number; goals: (Goal & { ok: boolean })[] }

export const isMet = ({ value, goal, op }: Goal): boolean => (op === '>=' ? value >= goal : value <= goal)

/** Runs `work` and answers how many seconds it took, with what it answered. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const begin = performance.now()
  const result = await work()
  return { seconds: (performance.now() - begin) / 1_000, result }
}

/** Runs `total` jobs, `atOnce` side by side. */
export async function inParallel(total: number, atOnce: number, job: (index: number, hand: number) => Promise<unknown>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async (_, hand) => {
      for (let index = next++; index < total; index = next++) await job(index, hand)
    }),
  )
}
