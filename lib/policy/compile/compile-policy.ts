import { compileExpression } from './compile-expression.ts'
import { everyOf, negation } from './logic.ts'
import type { Closure } from './node.ts'
import { fieldsOf, listOf, notCompilable } from './policy-json.ts'
import { type Constraint, readConstraint, type Slots } from './scope.ts'

/** A policy taken apart: its head for the index, and its conditions as one closure. */
export type PolicyParts = { effect: 'permit' | 'forbid'; head: Record<'principal' | 'action' | 'resource', Constraint>; condition: Closure }

/** Compiles one policy of Cedar's JSON. Throws `invalid` on what is not known here. Annotations decide nothing and are left to the caller. */
export function compilePolicy(json: unknown, slots: Slots): PolicyParts {
  const { effect, principal, action, resource, conditions } = fieldsOf(
    json,
    ['effect', 'principal', 'action', 'resource', 'conditions', 'annotations'],
    'a policy',
  )
  if (effect !== 'permit' && effect !== 'forbid') throw notCompilable('a policy neither permits nor forbids')
  const head = { principal: readConstraint(principal, slots), action: readConstraint(action, slots), resource: readConstraint(resource, slots) }
  return { effect, head, condition: everyOf(listOf(conditions, 'the conditions of a policy').map(clause)) }
}

function clause(json: unknown): Closure {
  const { kind, body } = fieldsOf(json, ['kind', 'body'], 'a condition')
  const { run } = compileExpression(body)
  if (kind === 'when') return run
  if (kind === 'unless') return negation(run)
  throw notCompilable(`a condition begins with "${String(kind)}", which is not known here`)
}
