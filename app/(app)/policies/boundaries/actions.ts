'use server'

import { clearBoundary } from '#lib/boundaries/clear-boundary.ts'
import { recordRevocationDrill } from '#lib/boundaries/record-revocation-drill.ts'
import { setBoundary } from '#lib/boundaries/set-boundary.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function save(input: Record<string, unknown>) {
  return runCommand(setBoundary, input)
}

export async function clear(input: Record<string, unknown>) {
  return runCommand(clearBoundary, input)
}

export async function recordDrill(input: Record<string, unknown>) {
  return runCommand(recordRevocationDrill, input)
}
