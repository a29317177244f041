/**
 * What makes one policy err: it is skipped and reported, and the others decide. Instances are made once, where a policy is compiled,
 * and thrown many times, because capturing a stack costs more than a decision.
 */
export class EvaluationError extends Error {
  override name = 'EvaluationError'
}

const typeError = (expected: string) => new EvaluationError(`type error: expected ${expected}`)

export const NOT_A_BOOLEAN = typeError('a boolean')
export const NOT_A_LONG = typeError('a long')
export const NOT_A_STRING = typeError('a string')
export const NOT_A_SET = typeError('a set')
export const NOT_AN_ENTITY = typeError('an entity')
export const NOT_ENTITIES = typeError('an entity or a set of entities')
export const NO_ATTRIBUTES = typeError('a record or an entity')
export const NOT_COMPARABLE = typeError('two longs, two datetimes or two durations')
export const OVERFLOW = new EvaluationError('integer overflow')
