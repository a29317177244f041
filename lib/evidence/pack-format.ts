import { z } from 'zod'
import { AuditEntryRecord } from '#lib/audit/entry-leaf.ts'
import { EvidencePackId } from '#lib/core/ids.ts'

/** The files that every pack holds. The manifest is written twice: once to read, once signed; the signed one counts. */
export const PACK_FILES = {
  readme: 'README.txt',
  publicKey: 'public-key.pem',
  summary: 'summary.html',
  checkpoint: 'checkpoint.txt',
  range: 'audit/range.txt',
  entries: 'audit/entries.jsonl',
  manifest: 'manifest.json',
  signedManifest: 'manifest.dsse.json',
} as const

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
export const PREDICATE_TYPE = 'urn:tenure:evidence-pack:v1'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().min(0)
const Instant = z.iso.datetime({ precision: 3 })

/** A path inside a pack: plain ASCII and relative, so that it means the same to every program that unpacks it, and leads nowhere else. */
export const PackPath = z
  .string()
  .max(200)
  .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'Expected a relative path of letters, digits, dots, hyphens and underscores')
export type PackPath = z.infer<typeof PackPath>

/** How a file divides into records: a line of JSONL, a row of CSV. Null for a file that is read as a whole. */
export type RecordKind = 'jsonl' | 'csv'
export function recordKind(path: string): RecordKind | null {
  return path.endsWith('.jsonl') ? 'jsonl' : path.endsWith('.csv') ? 'csv' : null
}

/** Where the hashes of a data file's records stand, one to a line in the order of the file; a CSV's header has the first. */
export function recordHashesPath(path: string): string {
  return `records/${path}.sha256`
}

/** What the manifest says of a file besides its hash. `records` leaves a CSV's header out and is null for a file without records. */
export const PackedFile = z.strictObject({ path: PackPath, bytes: Count, records: Count.nullable(), recordHashes: PackPath.nullable() })
export type PackedFile = z.infer<typeof PackedFile>

/** Positions in the audit log from `start` up to but not including `end`. */
export const AuditRange = z.strictObject({ start: Count, end: Count }).refine(({ start, end }) => start <= end, 'A range cannot end before it starts')
export type AuditRange = z.infer<typeof AuditRange>

export const PackPredicate = z.strictObject({
  packId: EvidencePackId,
  period: z.strictObject({ from: Instant, to: Instant }),
  scope: z.record(z.string(), z.json()),
  generatedAt: Instant,
  software: z.strictObject({ name: z.string(), version: z.string() }),
  checkpoint: z.strictObject({ origin: z.string(), size: Count, root: z.string() }),
  auditRange: AuditRange,
  files: z.array(PackedFile),
})
export type PackPredicate = z.infer<typeof PackPredicate>

/** The manifest: an in-toto Statement v1 whose subjects are all other files of the pack. */
export const PackStatement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.strictObject({ name: PackPath, digest: z.strictObject({ sha256: Sha256 }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: PackPredicate,
})
export type PackStatement = z.infer<typeof PackStatement>

/** A line of `audit/entries.jsonl`: the entry, the leaf hash that was sealed for it, and its inclusion proof (RFC 9162 §2.1.3) to the checkpoint. */
export const EntryLine = z.strictObject({ position: Count, leafHash: z.string(), entry: AuditEntryRecord, proof: z.array(z.string()).max(64) })
export type EntryLine = z.infer<typeof EntryLine>

/** Something that is wrong with a pack. `record` counts from 1 (a CSV's header is 0), `position` is the place in the audit log. */
export type PackProblem = { file: string; record?: number; position?: number; entryId?: string; what: string }
