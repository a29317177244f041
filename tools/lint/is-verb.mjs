import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { MODEL_WRITES, WRITING_SQL } from './write-names.mjs'

const COMMAND = /from '#lib\/command\/command\.ts'/
const MODEL_WRITE = new RegExp(`\\b(db|tx)\\.\\w+\\.(${[...MODEL_WRITES].join('|')})\\(`)
const RAW_WRITE = /\$executeRaw/
const OWN_PARTS = /^(?:import|export) (?!type\b)[^']*from '(\.[^']+)'/gm

const known = new Map()

/**
 * Whether a file of a room changes data: it makes a command, writes through the client, or is built on a file beside
 * it that does. What cannot be read counts as one.
 */
export function isVerb(filename) {
  const answer = known.get(filename)
  if (answer !== undefined) return answer
  // For a circle of imports; the circle itself is refused by import/no-cycle
  known.set(filename, false)
  const verdict = changesData(filename)
  known.set(filename, verdict)
  return verdict
}

function changesData(filename) {
  let text
  try {
    text = readFileSync(filename, 'utf8')
  } catch {
    return true
  }
  if ([COMMAND, MODEL_WRITE, RAW_WRITE, WRITING_SQL].some((sign) => sign.test(text))) return true
  return [...text.matchAll(OWN_PARTS)].some(([, path]) => isVerb(resolve(dirname(filename), path)))
}
