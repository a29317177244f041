import 'server-only'
import { randomUUID } from 'node:crypto'
import { log } from './log.ts'

/** Logs a bug with its cause and answers the id under which it can be found. */
export function reportBug(error: unknown): string {
  const id = randomUUID().slice(0, 8)
  log().error({ err: error, bug: id }, 'unexpected error')
  return id
}
