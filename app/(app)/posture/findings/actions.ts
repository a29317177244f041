'use server'

import { acceptFinding } from '#lib/findings/accept-finding.ts'
import { reopenFinding } from '#lib/findings/reopen-finding.ts'
import { snoozeFinding } from '#lib/findings/snooze-finding.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function accept(input: Record<string, unknown>) {
  return runCommand(acceptFinding, input)
}

export async function snooze(input: Record<string, unknown>) {
  return runCommand(snoozeFinding, input)
}

export async function reopen(input: Record<string, unknown>) {
  return runCommand(reopenFinding, input)
}
