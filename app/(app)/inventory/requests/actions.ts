'use server'

import { approveIdentityRequest } from '#lib/ownership/requests/approve-identity-request.ts'
import { cancelIdentityRequest } from '#lib/ownership/requests/cancel-identity-request.ts'
import { denyIdentityRequest } from '#lib/ownership/requests/deny-identity-request.ts'
import { requestIdentity } from '#lib/ownership/requests/request-identity.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function send(input: Record<string, unknown>) {
  return runCommand(requestIdentity, input)
}

export async function approve(input: Record<string, unknown>) {
  return runCommand(approveIdentityRequest, input)
}

export async function deny(input: Record<string, unknown>) {
  return runCommand(denyIdentityRequest, input)
}

export async function cancel(input: Record<string, unknown>) {
  return runCommand(cancelIdentityRequest, input)
}
