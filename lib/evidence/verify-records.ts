import { hash } from 'node:crypto'
import type { PackProblem } from './pack-format.ts'
import { recordSplitter } from './split-records.ts'

/** Takes a file's records one by one and says at the end which is the first that is wrong. `fault` is why the file could not be read to its end. */
export type RecordsCheck = {
  take(record: Uint8Array): Promise<void> | void
  finish(fault: string | null): Promise<PackProblem | null> | PackProblem | null
}

/** The first row that is not the listed one; where the listed one stands further down, and whether the found one is listed further down. */
type Difference = { row: number; expected: string | null; found: string; foundAgainAt: number | null; isListedLater: boolean }

/**
 * Compares a file's records with the list of their hashes. At the first difference it reads both to their ends, looking for the listed
 * record further down the file and for the found one further down the list: that tells an insertion, a deletion and a reordering from a change.
 * `first` is the number of the first row: 0 when it is a header.
 */
export function checkRecords(file: string, first: 0 | 1, listed: AsyncIterator<string>): RecordsCheck {
  let row = 0
  let listEnded = false
  let bad: Difference | null = null

  async function nextListed(): Promise<string | null> {
    const next = listEnded ? { done: true as const } : await listed.next()
    listEnded = next.done === true
    return next.done ? null : next.value
  }
  return {
    async take(record) {
      const found = hash('sha256', record, 'hex')
      const expected = await nextListed()
      if (bad) {
        if (found === bad.expected) bad.foundAgainAt ??= row
        bad.isListedLater ||= expected === bad.found
      } else if (found !== expected) {
        bad = { row, expected, found, foundAgainAt: null, isListedLater: false }
      }
      row++
    },
    async finish(fault) {
      const missing = await nextListed()
      if (bad) for (let more = missing; more !== null && !bad.isListedLater; more = await nextListed()) bad.isListedLater = more === bad.found
      if (bad) return { file, record: bad.row + first, what: describe(bad, first) }
      if (fault) return { file, record: row + first, what: `is the first that cannot be verified: the file ${fault}` }
      return missing === null ? null : { file, record: row + first, what: 'is missing, and so are all after it: the file was cut off' }
    },
  }
}

function describe({ row, expected, foundAgainAt, isListedLater }: Difference, first: 0 | 1): string {
  if (expected === null) return 'was added at the end'
  if (foundAgainAt === null) return isListedLater ? 'was deleted' : 'was changed'
  const place = foundAgainAt + first
  return isListedLater
    ? `is out of order: it stands at ${place}`
    : `was moved to ${place}: ${foundAgainAt - row === 1 ? 'a record was' : 'records were'} added in front of it`
}

/** The lines of a list of record hashes, as they stream. */
export async function* hashLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const splitter = recordSplitter('jsonl')
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) yield Buffer.from(line).toString('latin1')
}
