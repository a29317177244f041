import { TenureError } from '#lib/core/errors.ts'
import { NETWORK_WORDS } from './network-words.ts'

/** Why one of several places could not be read, in words that begin with its name. */
export class PlaceFailure extends Error {
  override name = 'PlaceFailure'
}

/** What became of one place. */
export type Outcome<P, R> = { place: P; read: R } | { place: P; failure: string }

/**
 * Reads places in their order, `parallel` of them under way at a time. A `PlaceFailure` is an outcome; anything else ends the reading when the turn of its place comes.
 * Throws `unavailable` once `signal` is aborted.
 */
export async function* readEach<P, R>(
  places: readonly P[],
  { parallel, signal }: { parallel: number; signal: AbortSignal | undefined },
  read: (place: P) => Promise<R>,
): AsyncGenerator<Outcome<P, R>> {
  const started: Promise<Outcome<P, R>>[] = []
  const start = (place: P) => {
    const reading = outcomeOf(place, read)
    // Its failure comes out in its turn, and nowhere when nobody waits for it any more
    reading.catch(() => {})
    started.push(reading)
  }
  const waiting = places[Symbol.iterator]()
  const startNext = () => {
    const next = waiting.next()
    if (!next.done) start(next.value)
  }
  stopIfStopped(signal)
  for (let width = 0; width < parallel; width += 1) startNext()
  for (let reading = started.shift(); reading; reading = started.shift()) {
    const outcome = await reading
    stopIfStopped(signal)
    startNext()
    yield outcome
  }
}

async function outcomeOf<P, R>(place: P, read: (place: P) => Promise<R>): Promise<Outcome<P, R>> {
  try {
    return { place, read: await read(place) }
  } catch (error) {
    if (error instanceof PlaceFailure) return { place, failure: error.message }
    throw error
  }
}

function stopIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The reading was stopped before it was done', { cause: signal.reason })
}

/**
 * The error when none of the places could be read, which it names. Where some could, each of the others is a note `not_readable` whose subject stands in the
 * attributes of what was found there: so it stays in the register as it was.
 */
export function unreachablePlaces(what: string, failures: readonly string[]): TenureError {
  return new TenureError('unavailable', `None of the ${what} could be read: ${listed(failures)}`)
}

/** Failures in a row, the first twenty. */
export function listed(failures: readonly string[]): string {
  const more = failures.length > 20 ? `; and ${failures.length - 20} more` : ''
  return `${failures.slice(0, 20).join('; ')}${more}`
}

/** The words for a failure of the network, or null for any other. */
export function networkReason(error: unknown): string | null {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time'
  const { code } = error instanceof Error ? (error as { code?: unknown }) : {}
  return typeof code === 'string' ? (NETWORK_WORDS[code] ?? null) : null
}

const BATCH = 500

/** Records in batches of 500. */
export function* inBatches<T>(records: Iterable<T>): Generator<T[]> {
  let batch: T[] = []
  for (const record of records) {
    batch.push(record)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
