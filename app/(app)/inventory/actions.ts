'use server'

import type { Query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { correctClass } from '#lib/inventory/corrections/correct-class.ts'
import { correctPrivilege } from '#lib/inventory/corrections/correct-privilege.ts'
import { separateIdentities } from '#lib/inventory/corrections/separate-identities.ts'
import { withdrawCorrection } from '#lib/inventory/corrections/withdraw-correction.ts'
import { assignOwner } from '#lib/ownership/assign-owner.ts'
import { assignSuggested } from '#lib/ownership/assign-suggested.ts'
import { declarePurpose } from '#lib/ownership/declare-purpose.ts'
import { listMatchingIds, previewAssignment, suggestOwners } from '#lib/ownership/queries.ts'
import { setBackups } from '#lib/ownership/set-backups.ts'
import { setEnvironment } from '#lib/ownership/set-environment.ts'
import { setExpiry } from '#lib/ownership/set-expiry.ts'
import { setSponsor } from '#lib/ownership/set-sponsor.ts'
import { setTeam } from '#lib/ownership/set-team.ts'
import { takeBack } from '#lib/ownership/take-back.ts'
import { takeOver } from '#lib/ownership/take-over.ts'
import { currentContext } from '#lib/web/context.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function assign(input: Record<string, unknown>) {
  return runCommand(assignOwner, input)
}

export async function assignAsSuggested(input: Record<string, unknown>) {
  return runCommand(assignSuggested, input)
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

export async function nameBackups(input: Record<string, unknown>) {
  return runCommand(setBackups, input)
}

export async function giveToTeam(input: Record<string, unknown>) {
  return runCommand(setTeam, input)
}

export async function nameSponsor(input: Record<string, unknown>) {
  return runCommand(setSponsor, input)
}

export async function takeOverIdentity(input: Record<string, unknown>) {
  return runCommand(takeOver, input)
}

export async function takeBackChange(input: Record<string, unknown>) {
  return runCommand(takeBack, input)
}

export async function preview(input: { ids: readonly string[]; ownerId: string | null }) {
  return answerOrNull(previewAssignment, input)
}

export async function suggest(input: { ids: readonly string[] }) {
  return answerOrNull(suggestOwners, input)
}

export async function matching(query: Record<string, string | string[] | undefined>) {
  return answerOrNull(listMatchingIds, query)
}

/** Null to what cannot be answered as it is asked; the form says why when it is sent. */
async function answerOrNull<Answer>(run: Query<Answer>, input: unknown): Promise<Answer | null> {
  try {
    return await run(await currentContext(), input)
  } catch (error) {
    if (error instanceof TenureError) return null
    throw error
  }
}

export async function classify(input: Record<string, unknown>) {
  return runCommand(correctClass, input)
}

export async function classifyPrivilege(input: Record<string, unknown>) {
  return runCommand(correctPrivilege, input)
}

export async function withdraw(input: Record<string, unknown>) {
  return runCommand(withdrawCorrection, input)
}

export async function separate(input: Record<string, unknown>) {
  return runCommand(separateIdentities, input)
}
