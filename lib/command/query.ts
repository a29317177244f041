import type { ZodType } from 'zod'
import type { Permission } from '#lib/people/permissions.rules.ts'
import { authorize, validate } from './authorize.ts'
import type { Context } from './context.ts'

type Definition<Input, Output> = {
  permission: Permission
  input: ZodType<Input>
  /** Returns plain values for the screen. What this actor may not see is left out by the SQL itself. */
  run(context: Context, input: Input): Promise<Output>
}

export type Query<Output> = ((context: Context, input: unknown) => Promise<Output>) & { permission: Permission }

/** A read: permission, then input, then the rows that this actor may see. */
export function query<Input, Output>(definition: Definition<Input, Output>): Query<Output> {
  const run = async (context: Context, raw: unknown): Promise<Output> => {
    authorize(context.actor, definition.permission)
    return definition.run(context, validate(definition.input, raw))
  }
  return Object.assign(run, { permission: definition.permission })
}
