import { z } from 'zod'
import { canonicalJson } from '#lib/core/canonical-json.ts'
import { AuditEntryId } from '#lib/core/ids.ts'
import { leafHash } from './merkle.ts'

type Json = z.infer<ReturnType<typeof z.json>>

// What was parsed from JSON, or read from a JSON column, needs no second look, but it must be there: null is written, never left out.
const Json = z.custom<Json>((value) => value !== undefined, 'Expected a JSON value')

/** An audit entry as it is sealed: exactly these members. `at` is an ISO instant in UTC with milliseconds; `actor` is the actor's key. */
export const AuditEntryRecord = z.strictObject({
  id: AuditEntryId,
  at: z.iso.datetime({ precision: 3 }),
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  before: Json,
  after: Json,
})
export type AuditEntryRecord = z.infer<typeof AuditEntryRecord>

/** An audit entry and its place in the log, counted from nought. */
export type SealedEntry = { readonly position: number; readonly entry: AuditEntryRecord }

/** The record of a stored entry: its eleven members and nothing else that the row may hold, with the instant as text. */
export function auditEntryRecord(row: Omit<AuditEntryRecord, 'at'> & { at: Date }): AuditEntryRecord {
  const { id, at, actor, actorName, action, entity, entityId, reason, requestId, before, after } = row
  return { id, at: at.toISOString(), actor, actorName, action, entity, entityId, reason, requestId, before, after }
}

/** The bytes that are sealed for an entry: its canonical JSON (RFC 8785) in UTF-8. */
export function entryLeaf(entry: AuditEntryRecord): Uint8Array {
  return Buffer.from(canonicalJson(entry))
}

/** The Merkle leaf hash of an entry: SHA-256(0x00 || `entryLeaf`). */
export function entryLeafHash(entry: AuditEntryRecord): Uint8Array {
  return leafHash(entryLeaf(entry))
}
