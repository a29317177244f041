'use server'

import { approveRequest } from '#lib/access/approve-request.ts'
import { cancelRequest } from '#lib/access/cancel-request.ts'
import { denyRequest } from '#lib/access/deny-request.ts'
import { previewRequest } from '#lib/access/queries.ts'
import { requestAccess } from '#lib/access/request-access.ts'
import { completeLease } from '#lib/leases/complete-lease.ts'
import { revealSecret } from '#lib/leases/reveal-secret.ts'
import { revokeLease } from '#lib/leases/revoke-lease.ts'
import { TenureError } from '#lib/core/errors.ts'
import { currentContext } from '#lib/web/context.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function sendRequest(input: Record<string, unknown>) {
  return runCommand(requestAccess, input)
}

/** Null while what is typed is not complete enough to be decided. */
export async function preview(input: Record<string, unknown>) {
  try {
    return await previewRequest(await currentContext(), input)
  } catch (error) {
    if (error instanceof TenureError) return null
    throw error
  }
}

export async function approve(input: Record<string, unknown>) {
  return runCommand(approveRequest, input)
}

export async function deny(input: Record<string, unknown>) {
  return runCommand(denyRequest, input)
}

export async function cancel(input: Record<string, unknown>) {
  return runCommand(cancelRequest, input)
}

export async function complete(input: Record<string, unknown>) {
  return runCommand(completeLease, input)
}

export async function revoke(input: Record<string, unknown>) {
  return runCommand(revokeLease, input)
}

export async function reveal(input: Record<string, unknown>) {
  return runCommand(revealSecret, input)
}
