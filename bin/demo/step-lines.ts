import { durationInWords, SECOND } from '#lib/core/time.ts'

export type Print = (line: string) => void

/** Prints a line per step of the demo's start, with the time that it took, when it is done. `what` may depend on what came of the work. */
export function stepLines(print: Print) {
  return async function step<T>(what: string | ((result: T) => string), work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const result = await work()
    print(`  ✓ ${(typeof what === 'string' ? what : what(result)).padEnd(62)} ${inWords(performance.now() - began)}`)
    return result
  }
}

const inWords = (milliseconds: number): string => (milliseconds < 60 * SECOND ? `${(milliseconds / SECOND).toFixed(1)} s` : durationInWords(milliseconds))
