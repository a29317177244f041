import type { ZodType } from 'zod'
import { append, type Change } from '#lib/audit/append.ts'
import type { Actor } from '#lib/core/actor.ts'
import type { Tx } from '#lib/db/client.ts'
import { inTransaction } from '#lib/db/transaction.ts'
import type { Permission } from '#lib/people/permissions.rules.ts'
import { authorize, validate } from './authorize.ts'
import type { Context } from './context.ts'
import { enqueue, type JobOrder } from './outbox.ts'

export type Scope = { tx: Tx; actor: Actor; now: Date; context: Context }

export type Outcome<Output> = {
  output: Output
  /** What changed, for the audit log. An empty list says that nothing did: the call found its work already done. */
  changes: Change | readonly Change[]
  /** Why, in the actor's words. */
  reason?: string | null | undefined
  /** What is to happen after the commit. */
  jobs?: readonly JobOrder[]
}

type Definition<Input, Output> = {
  permission: Permission
  input: ZodType<Input>
  /** Runs inside the transaction, perhaps more than once; must say what changed, or the audit log would lie. */
  run(scope: Scope, input: Input): Promise<Outcome<Output>>
  /** How long the transaction may take; 15 seconds unless told. */
  timeoutMs?: number
}

export type Command<Output> = ((context: Context, input: unknown) => Promise<Output>) & { permission: Permission }

/** A write: permission, then input, then one transaction that holds the change, its audit entries, and the jobs that it asks for. */
export function command<Input, Output>(definition: Definition<Input, Output>): Command<Output> {
  const run = async (context: Context, raw: unknown): Promise<Output> => {
    const { actor, now, db, requestId } = context
    authorize(actor, definition.permission)
    const input = validate(definition.input, raw)
    const work = async (tx: Tx) => {
      const { output, changes, reason, jobs } = await definition.run({ tx, actor, now, context }, input)
      const list = Array.isArray(changes) ? (changes as readonly Change[]) : [changes as Change]
      if (list.length > 0) await append(tx, { actor, action: definition.permission, at: now, reason: reason || null, requestId }, list)
      if (jobs && jobs.length > 0) await enqueue(tx, jobs)
      return output
    }
    return inTransaction(db, work, definition.timeoutMs === undefined ? {} : { timeoutMs: definition.timeoutMs })
  }
  return Object.assign(run, { permission: definition.permission })
}
