import { existsSync, readFileSync } from 'node:fs'
import { PYTHON_IS_HERE, REAL_EXPORTS } from './count-independently.ts'

/** Whether the exports of real systems, and what counts them, are here. */
export const REAL_EXPORTS_ARE_HERE = PYTHON_IS_HERE && existsSync(REAL_EXPORTS)

type Exchange = { method: string; url: string; status: number; body: unknown }

/** The answers of a recording whose address matches: an export is what an API answered, and a recording wraps each answer with its request. */
export function recordedBodies(recording: string, url: RegExp): unknown[] {
  const exchanges: Exchange[] = JSON.parse(readFileSync(REAL_EXPORTS + recording, 'utf8'))
  return exchanges.filter((one) => one.method === 'GET' && one.status === 200 && url.test(one.url)).map((one) => one.body)
}

/** One member of a collection of fixtures, each of which is an answer of an API under a name that is not the vendor's. */
export function fixture(file: string, name: string): unknown {
  const fixtures: Record<string, unknown> = JSON.parse(readFileSync(`${REAL_EXPORTS}cartography-fixtures/${file}.json`, 'utf8'))
  return fixtures[name]
}

/** The value with the names of its members as the vendor's JSON has them: a Python client writes `app_id` for `appId`. */
export function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()), inCamelCase(inner)]),
  )
}
