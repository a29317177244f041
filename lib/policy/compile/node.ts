import type { EntitySource } from './entities.ts'
import { EvaluationError } from './evaluation-error.ts'
import { EntityRef, RecordValue, type Value } from './values.ts'

/** What a policy is evaluated in: the request, and the entities that are known. */
export type Environment = { principal: EntityRef; action: EntityRef; resource: EntityRef; context: RecordValue; entities: EntitySource }

/** An expression, compiled. Throws an EvaluationError when the expression errs. */
export type Closure = (environment: Environment) => Value

/** A closure, and its value where that depends on nothing. */
export type Node = { run: Closure; constant: Value | undefined }

export const constant = (value: Value): Node => ({ run: () => value, constant: value })
export const computed = (run: Closure): Node => ({ run, constant: undefined })

const nobody = new EntityRef('', '')
const NOWHERE: Environment = { principal: nobody, action: nobody, resource: nobody, context: new RecordValue(new Map()), entities: { find: () => undefined } }

/** A closure over operands that looks at nothing else: with constant operands it is run once, here. An error stays one, at each evaluation. */
export function folded(operands: readonly Node[], run: Closure): Node {
  if (operands.some((operand) => operand.constant === undefined)) return computed(run)
  try {
    return constant(run(NOWHERE))
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return computed(() => {
      throw error
    })
  }
}
