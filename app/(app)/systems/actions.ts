'use server'

import { TenureError } from '#lib/core/errors.ts'
import { offerPrivilege } from '#lib/systems/catalogue/offer-privilege.ts'
import { withdrawPrivilege } from '#lib/systems/catalogue/withdraw-privilege.ts'
import { changeConnection } from '#lib/systems/change-connection.ts'
import { connectSystem } from '#lib/systems/connect-system.ts'
import { setSchedule } from '#lib/systems/set-schedule.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { testConnection } from '#lib/systems/test-connection.ts'
import { currentContext } from '#lib/web/context.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function connect(input: Record<string, unknown>) {
  return runCommand(connectSystem, input)
}

export async function changeSettings(input: Record<string, unknown>) {
  return runCommand(changeConnection, input)
}

export async function tryConnection(input: Record<string, unknown>) {
  try {
    return { ok: true as const, report: await testConnection(await currentContext(), input) }
  } catch (error) {
    if (error instanceof TenureError) return { ok: false as const, message: error.message, fields: error.fields }
    throw error
  }
}

export async function discover(input: Record<string, unknown>) {
  return runCommand(requestSync, input)
}

export async function schedule(input: Record<string, unknown>) {
  return runCommand(setSchedule, input)
}

export async function offer(input: Record<string, unknown>) {
  return runCommand(offerPrivilege, input)
}

export async function withdraw(input: Record<string, unknown>) {
  return runCommand(withdrawPrivilege, input)
}
