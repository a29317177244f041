import { type Checkpoint, openCheckpoint } from '#lib/audit/checkpoint.ts'
import { isSameHash } from '#lib/audit/merkle.ts'
import { TenureError } from '#lib/core/errors.ts'
import { fromBase64 } from '#lib/crypto/base64.ts'
import type { PublicKey } from '#lib/crypto/signing.ts'
import { type AuditRange, PACK_FILES, type PackProblem } from './pack-format.ts'
import { openRange } from './range-note.ts'
import { readSmallFile } from './read-file.ts'
import type { PackManifest } from './read-manifest.ts'
import type { PackArchive } from './zip-reader.ts'

const MAX_NOTE_BYTES = 64 * 1024
type Head = Pick<Checkpoint, 'origin' | 'size' | 'root'>
type Stated = { head: Head | null; range: AuditRange | null }

/** What the audit entries are verified against, with what is wrong with the two notes that state it. Null where a pack does not say. */
export type Anchors = { checkpoint: Head | null; range: AuditRange | null; problems: PackProblem[] }

/**
 * The log's head and the pack's range of positions: from the signed manifest, else from the signed notes, and only when neither is signed
 * from the unsigned manifest. The notes outlive a forged manifest; that is how a cut tail is found in spite of one.
 */
export async function readAnchors(archive: PackArchive, manifest: PackManifest | null, publicKey: PublicKey): Promise<Anchors> {
  const stated = manifest ? statedIn(manifest) : { head: null, range: null }
  const checkpoint = await readNote(archive, PACK_FILES.checkpoint, (note) => openCheckpoint(note, publicKey))
  const name = (checkpoint.value ?? stated.head)?.origin ?? ''
  const range = await readNote(archive, PACK_FILES.range, (note) => openRange(note, publicKey, { packId: manifest?.predicate.packId ?? '', name }))
  const noted = { head: checkpoint.value, range: range.value }
  const [first, second] = manifest?.isSigned ? [stated, noted] : [noted, stated]
  return {
    checkpoint: first.head ?? second.head,
    range: first.range ?? second.range,
    problems: [...checkpoint.problems, ...range.problems, ...contradictions(noted, stated)],
  }
}

async function readNote<T>(archive: PackArchive, file: string, open: (note: string) => T): Promise<{ value: T | null; problems: PackProblem[] }> {
  const note = await readSmallFile(archive, file, MAX_NOTE_BYTES)
  if (!note) return { value: null, problems: [{ file, what: 'is missing or unreadable' }] }
  try {
    return { value: open(note.toString('utf8')), problems: [] }
  } catch (cause) {
    if (!(cause instanceof TenureError)) throw cause
    return { value: null, problems: [{ file, what: `cannot be trusted. ${cause.message}` }] }
  }
}

function contradictions(noted: Stated, stated: Stated): PackProblem[] {
  const problems: PackProblem[] = []
  if (noted.head && stated.head && !isSameHead(noted.head, stated.head))
    problems.push({ file: PACK_FILES.checkpoint, what: 'is another checkpoint than the one that the manifest states' })
  if (noted.range && stated.range && !isSameRange(noted.range, stated.range)) {
    problems.push({ file: PACK_FILES.range, what: `states ${inWords(noted.range)}, the manifest ${inWords(stated.range)}` })
  }
  return problems
}

const isSameRange = (one: AuditRange, other: AuditRange) => one.start === other.start && one.end === other.end
const inWords = ({ start, end }: AuditRange) => (end > start ? `positions ${start} to ${end - 1}` : 'no positions')

function statedIn({ predicate }: PackManifest): Stated {
  const root = fromBase64(predicate.checkpoint.root)
  return { head: root && { ...predicate.checkpoint, root }, range: predicate.auditRange }
}

function isSameHead(one: Head, other: Head): boolean {
  return one.origin === other.origin && one.size === other.size && isSameHash(one.root, other.root)
}
