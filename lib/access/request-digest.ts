import { canonicalJson } from '#lib/core/canonical-json.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'

export type DigestedRequest = {
  id: string
  requesterId: string
  systemId: string
  privilegeId: string
  privilegeName: string
  environment: string
  purpose: string
  ticket: string | null
  startsAt: Date | null
  durationSeconds: number
  policyDigest: string
}

/** SHA-256 (hex) over the canonical JSON (RFC 8785) of all that an approval says yes to. Any other field value is another digest. */
export function requestDigest(request: DigestedRequest): string {
  const { id, requesterId, systemId, privilegeId, privilegeName, environment, purpose, ticket, startsAt, durationSeconds, policyDigest } = request
  return sha256Hex(
    canonicalJson({ version: 1, id, requesterId, systemId, privilegeId, privilegeName, environment, purpose, ticket, startsAt, durationSeconds, policyDigest }),
  )
}
