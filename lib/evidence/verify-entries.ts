import type { Checkpoint } from '#lib/audit/checkpoint.ts'
import { entryLeafHash } from '#lib/audit/entry-leaf.ts'
import { verifyInclusion } from '#lib/audit/inclusion-proof.ts'
import { isSameHash } from '#lib/audit/merkle.ts'
import { canonicalJson } from '#lib/core/canonical-json.ts'
import { fromBase64 } from '#lib/crypto/base64.ts'
import { type AuditRange, EntryLine, PACK_FILES, type PackProblem } from './pack-format.ts'
import type { RecordsCheck } from './verify-records.ts'

type Head = Pick<Checkpoint, 'size' | 'root'>
/** The first position out of turn, and what the lines behind it say: the position of the next one, and where the missing entry stands after all. */
type Jump = { record: number; expected: number; found: number; foundId: string; next: number | null; movedTo: { record: number; entryId: string } | null }
export type EntriesCheck = RecordsCheck & { proven(): number }

/**
 * Checks the lines of `audit/entries.jsonl`: each is canonical, holds the entry that was sealed, is proven to stand at its position under the
 * checkpoint's root, and the positions run from the range's start to its end without a gap. After the first position out of turn it
 * looks for the missing one further down, which tells a reordering from a deletion. `finish` names the first bad entry, or null.
 */
export function checkEntries(range: AuditRange | null, checkpoint: Head | null): EntriesCheck {
  let record = 0
  let proven = 0
  let due = range?.start ?? null
  let lastId: string | null = null
  let bad: PackProblem | null = null
  let jump: Jump | null = null

  function fail(what: string, line: EntryLine | null): void {
    bad = { file: PACK_FILES.entries, record, ...placeOf(due), ...(line ? { entryId: line.entry.id } : {}), what }
  }
  function examine(line: EntryLine): void {
    due ??= line.position
    if (isWithin(range, due) && line.position !== due) {
      jump = { record, expected: due, found: line.position, foundId: line.entry.id, next: null, movedTo: null }
      return
    }
    const what = faultOf(line, { range, checkpoint, due })
    if (what) return fail(what, line)
    proven++
    due++
    lastId = line.entry.id
  }
  function take(bytes: Uint8Array): void {
    record++
    if (bad) return
    const line = readLine(bytes)
    if (jump) follow(jump, line, record)
    else if (line) examine(line)
    else fail('cannot be read as an audit entry in canonical form: the line was changed', null)
  }
  function finish(fault: string | null): PackProblem | null {
    if (bad) return bad
    if (jump) return describeJump(jump, range)
    const place = { file: PACK_FILES.entries, record: record + 1, ...placeOf(due) }
    if (fault) return { ...place, what: `is the first entry that cannot be verified: the file ${fault}` }
    if (!range || due === null || due >= range.end) return null
    const after = lastId ? ` after entry ${lastId}` : ''
    return { ...place, what: `is missing: ${range.end - due} entries (positions ${due} to ${range.end - 1}) were cut off the end${after}` }
  }
  return { take, finish, proven: () => proven }
}

const placeOf = (position: number | null) => (position === null ? {} : { position })
const isWithin = (range: AuditRange | null, due: number) => !range || due < range.end

// A byte order mark and bytes that are no UTF-8 are changes like any other.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readLine(bytes: Uint8Array): EntryLine | null {
  try {
    const text = utf8.decode(bytes)
    const json: unknown = JSON.parse(text)
    return canonicalJson(json) === text ? (EntryLine.safeParse(json).data ?? null) : null
  } catch {
    return null
  }
}

function faultOf(
  { position, leafHash, entry, proof }: EntryLine,
  { range, checkpoint, due }: { range: AuditRange | null; checkpoint: Head | null; due: number },
): string | null {
  if (range && due >= range.end) return `was added: this pack ends before position ${range.end}`
  const sealed = fromBase64(leafHash)
  const path = proof.map(fromBase64).filter((hash) => hash !== null)
  const actual = entryLeafHash(entry)
  if (!sealed || !isSameHash(sealed, actual)) return 'was changed after it was sealed: its content does not have the hash that was sealed for it'
  if (!checkpoint) return 'cannot be verified: there is no checkpoint to prove it against'
  if (path.length === proof.length && verifyInclusion({ index: position, size: checkpoint.size, leafHash: actual, proof: path, root: checkpoint.root }))
    return null
  return 'is not proven to be in the log at this position: the entry or its proof was changed'
}

function follow(jump: Jump, line: EntryLine | null, record: number): void {
  jump.next ??= line?.position ?? -1
  if (line?.position === jump.expected) jump.movedTo ??= { record, entryId: line.entry.id }
}

function describeJump({ record, expected, found, foundId, next, movedTo }: Jump, range: AuditRange | null): PackProblem {
  const place = { file: PACK_FILES.entries, record, position: expected }
  if (movedTo)
    return {
      ...place,
      entryId: movedTo.entryId,
      what: `is out of order: it stands at line ${movedTo.record}, and position ${found} (entry ${foundId}) in its place`,
    }
  const isFollowed = next === null ? !range || found === range.end - 1 : next === found + 1
  if (found > expected && isFollowed) {
    const gap = found - expected === 1 ? 'was deleted' : `was deleted, and so were all up to position ${found - 1}`
    return { ...place, what: `${gap}: position ${found} (entry ${foundId}) follows` }
  }
  return { ...place, entryId: foundId, what: `was changed or replaced: the line in its place states position ${found}` }
}
