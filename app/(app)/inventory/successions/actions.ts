'use server'

import { acceptSuccession } from '#lib/ownership/succession/accept-succession.ts'
import { declineSuccession } from '#lib/ownership/succession/decline-succession.ts'
import { nominate } from '#lib/ownership/succession/nominate.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function accept(input: Record<string, unknown>) {
  return runCommand(acceptSuccession, input)
}

export async function decline(input: Record<string, unknown>) {
  return runCommand(declineSuccession, input)
}

export async function askSomebodyElse(input: Record<string, unknown>) {
  return runCommand(nominate, input)
}
