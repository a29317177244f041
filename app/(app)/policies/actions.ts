'use server'

import { publishPolicy } from '#lib/policy/publish-policy.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function publish(input: Record<string, unknown>) {
  return runCommand(publishPolicy, input)
}
