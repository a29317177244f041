import { lowerCased, parsePath, requireSchema, USER } from './attribute-path.ts'
import type { PersonDraft, Verb } from './person-draft.ts'
import { say, sayAll } from './say.ts'
import { ScimError } from './scim-error.ts'

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const MAX_OPERATIONS = 100
const VERBS: readonly string[] = ['add', 'replace', 'remove'] satisfies Verb[]
const isVerb = (word: string): word is Verb => VERBS.includes(word)

/** A whole person (POST, PUT) on top of a draft. What is left out stays as the draft has it, as RFC 7644 §3.5.1 lets it. Throws `invalidValue` without a userName. */
export function readPerson(draft: PersonDraft, body: unknown): PersonDraft {
  const members = lowerCased(body, 'The body')
  requireSchema(members['schemas'], USER)
  const read = { ...draft, userName: undefined, said: {} }
  sayAll(read, 'replace', members)
  if (!read.userName) throw new ScimError('invalidValue', 'userName is required: the address with which the person signs in')
  return read
}

/** The operations of a PATCH (RFC 7644 §3.5.2) on top of a draft, all of them or none. A name of an operation may be in any case, as Entra sends it. */
export function readPatch(draft: PersonDraft, body: unknown): PersonDraft {
  const { schemas, operations } = lowerCased(body, 'The body')
  requireSchema(schemas, PATCH)
  if (!Array.isArray(operations) || operations.length === 0) throw new ScimError('invalidSyntax', '"Operations" is a list of at least one operation')
  if (operations.length > MAX_OPERATIONS) throw new ScimError('invalidSyntax', `At most ${MAX_OPERATIONS} operations at once`)
  const read = { ...draft, said: {} }
  for (const operation of operations) readOperation(read, lowerCased(operation, 'An operation'))
  return read
}

function readOperation(draft: PersonDraft, { op, path, value }: Record<string, unknown>): void {
  const verb = String(op).toLowerCase()
  if (!isVerb(verb)) throw new ScimError('invalidSyntax', '"op" is add, replace or remove')
  if (path === undefined || path === null || path === '') {
    if (verb === 'remove') throw new ScimError('noTarget', 'Name the path of what is to be removed')
    return sayAll(draft, verb, lowerCased(value, 'The value of an operation without a path'))
  }
  if (typeof path !== 'string') throw new ScimError('invalidPath', 'A path is a text')
  if (verb !== 'remove' && value === undefined) throw new ScimError('invalidValue', `The operation on ${path} has no value`)
  const parsed = parsePath(path)
  if (parsed) say(draft, verb, parsed, value)
}
