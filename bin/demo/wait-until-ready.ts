import { setTimeout } from 'node:timers/promises'
import { TenureError } from '#lib/core/errors.ts'

const PATIENCE_MS = 60_000
const RETRY_MS = 100

type Watched = { name: string; url: string }

/** Waits until every address answers 2xx. `death` says which process died meanwhile, if one did; then, and after a minute, this throws `unavailable`. */
export async function waitUntilReady(watched: readonly Watched[], { death, signal }: { death: () => string | null; signal: AbortSignal }): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  for (const { name, url } of watched) {
    while (!(await answers(url))) {
      signal.throwIfAborted()
      const dead = death()
      if (dead) throw new TenureError('unavailable', dead)
      if (performance.now() > deadline) throw new TenureError('unavailable', `${name} does not answer at ${url}`)
      await setTimeout(RETRY_MS)
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
