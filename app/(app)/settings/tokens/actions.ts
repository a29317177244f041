'use server'

import { createApiToken } from '#lib/systems/api-tokens/create-api-token.ts'
import { revokeApiToken } from '#lib/systems/api-tokens/revoke-api-token.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function makeToken(input: Record<string, unknown>) {
  return runCommand(createApiToken, input)
}

export async function revokeToken(input: Record<string, unknown>) {
  return runCommand(revokeApiToken, input)
}
