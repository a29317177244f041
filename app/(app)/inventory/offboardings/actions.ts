'use server'

import { disableIdentity } from '#lib/lifecycle/disable-identity.ts'
import { offboardIdentity } from '#lib/lifecycle/offboard-identity.ts'
import { quarantineIdentity } from '#lib/lifecycle/quarantine-identity.ts'
import { removeIdentity } from '#lib/lifecycle/remove-identity.ts'
import { restoreIdentity } from '#lib/lifecycle/restore-identity.ts'
import { setRotation } from '#lib/lifecycle/set-rotation.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function offboard(input: Record<string, unknown>) {
  return runCommand(offboardIdentity, input)
}

export async function disable(input: Record<string, unknown>) {
  return runCommand(disableIdentity, input)
}

export async function quarantine(input: Record<string, unknown>) {
  return runCommand(quarantineIdentity, input)
}

export async function restore(input: Record<string, unknown>) {
  return runCommand(restoreIdentity, input)
}

export async function remove(input: Record<string, unknown>) {
  return runCommand(removeIdentity, input)
}

export async function rotateWithin(input: Record<string, unknown>) {
  return runCommand(setRotation, input)
}
