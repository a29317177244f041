'use server'

import { assignOwner } from '#lib/ownership/assign-owner.ts'
import { declarePurpose } from '#lib/ownership/declare-purpose.ts'
import { setEnvironment } from '#lib/ownership/set-environment.ts'
import { setExpiry } from '#lib/ownership/set-expiry.ts'
import { takeBack } from '#lib/ownership/take-back.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function assign(input: Record<string, unknown>) {
  return runCommand(assignOwner, input)
}

export async function declare(input: Record<string, unknown>) {
  return runCommand(declarePurpose, input)
}

export async function place(input: Record<string, unknown>) {
  return runCommand(setEnvironment, input)
}

export async function expire(input: Record<string, unknown>) {
  return runCommand(setExpiry, input)
}

export async function takeBackChange(input: Record<string, unknown>) {
  return runCommand(takeBack, input)
}
