import type { Log } from './worker-context.ts'

export type Loop = { stop(): Promise<void> }

/** Runs `work` now and then again, always `milliseconds` after it last ended; a failure is logged and the next turn comes all the same. */
export function every(milliseconds: number, work: () => Promise<unknown>, log: Log, name: string): Loop {
  const turn = { stopped: false }
  let wake: () => void = () => {}
  const running = (async () => {
    while (!turn.stopped) {
      try {
        await work()
      } catch (error) {
        log.error({ err: error, loop: name }, 'loop failed')
      }
      if (turn.stopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    async stop() {
      turn.stopped = true
      wake()
      await running
    },
  }
}
