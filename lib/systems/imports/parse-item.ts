import type { z } from 'zod'
import { excerpt, invalidFile } from './invalid-file.ts'
import type { Place } from './place.ts'
import { storageProblem } from './storable.ts'

/** One entry of a file as it stands there: its value, and where a part of it stands. */
export type FileItem = { value: unknown; placeOf: (keys: readonly PropertyKey[]) => Place & { path: string } }

/** An item as its schema reads it. `invalid` names the first field that is wrong or cannot be stored, with its own place. */
export function parseItem<S extends z.ZodType>(schema: S, item: FileItem): z.output<S> {
  const unfit = storageProblem(item.value)
  if (unfit) throw invalidFile(unfit.problem, item.placeOf(unfit.path))
  const parsed = schema.safeParse(item.value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue) throw parsed.error
  throw invalidFile(problemText(issue, item.value), item.placeOf(issue.path))
}

function problemText(issue: z.core.$ZodIssue, root: unknown): string {
  const found = issue.path.reduce(memberOf, root)
  if (found === undefined && issue.code !== 'custom') return 'is missing'
  if (issue.code === 'too_big') return `is too long: at most ${issue.maximum} are allowed`
  if (issue.code === 'too_small') return 'must not be empty'
  const rule = issue.code === 'invalid_type' ? `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}` : issue.message
  return `${rule}, but is ${describe(found)}`
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** A value of a file in a few words, so that a message can say what stands there. */
function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `"${excerpt(value)}"`
  return typeof value === 'number' || typeof value === 'boolean' ? `the ${typeof value} ${value}` : 'an object'
}
