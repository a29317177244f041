import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { Command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { currentContext } from './context.ts'
import { reportBug } from './report-bug.ts'

/** What a form shows after it was sent: done, or what is wrong, for the whole and per field. What was typed stays in the form. */
export type FormState<Output = unknown> = { ok: true; output: Output } | { ok: false; message: string; fields: Readonly<Record<string, string>> } | null

/** Runs a command for the person who is signed in. A refusal becomes a message; a bug is logged and becomes an id. */
export async function runCommand<Output>(run: Command<Output>, input: unknown): Promise<Exclude<FormState<Output>, null>> {
  try {
    return { ok: true, output: await run(await currentContext(), input) }
  } catch (error) {
    unstable_rethrow(error)
    if (error instanceof TenureError) return { ok: false, message: error.message, fields: error.fields }
    const id = reportBug(error)
    return { ok: false, message: `Something went wrong on our side, and nothing was changed. Tell your admin this id: ${id}`, fields: {} }
  }
}

/** A command as the action of a form. */
export function formAction<Output>(run: Command<Output>) {
  return async (_previous: FormState<Output>, form: FormData): Promise<FormState<Output>> => runCommand(run, Object.fromEntries(form))
}
