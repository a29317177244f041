import { hash } from 'node:crypto'
import { externalKey } from '../discovered.ts'

const LONGEST = 600

/** `externalKey` of parts that may be of any length: one that the register's indexes could not hold is named by its beginning and its SHA-256. */
export function boundedKey(...parts: string[]): string {
  const key = externalKey(...parts)
  return key.length <= LONGEST ? key : `${key.slice(0, LONGEST - 72)}/sha256:${hash('sha256', key, 'hex')}`
}
