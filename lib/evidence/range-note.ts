import { signNote, openNote } from '#lib/audit/note.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { PublicKey, Signer } from '#lib/crypto/signing.ts'
import { AuditRange } from './pack-format.ts'

const TITLE = 'tenure evidence pack: range of audit entries'

/**
 * Which positions of the log a pack holds, as a signed note of its own. The manifest says so too, but whoever rewrites the manifest
 * could shorten the range with it; against this note a cut tail shows, and shows where. Its text can never be taken for a checkpoint.
 */
export function signRange(packId: string, range: AuditRange, signer: Signer): string {
  return signNote(`${TITLE}\n${packId}\nfrom ${range.start}\nbefore ${range.end}\n`, signer)
}

/** The range in a note that the key has signed under this name for this pack. Throws `invalid`. */
export function openRange(note: string, publicKey: PublicKey, { packId, name }: { packId: string; name: string }): AuditRange {
  const [title, id, from, before, ...rest] = openNote(note, publicKey, name).split('\n')
  const start = /^from (\d{1,16})$/.exec(from ?? '')?.[1]
  const end = /^before (\d{1,16})$/.exec(before ?? '')?.[1]
  const range = AuditRange.safeParse({ start: Number(start), end: Number(end) })
  if (title !== TITLE || id !== packId || !range.success || rest.join('') !== '') {
    throw new TenureError('invalid', 'The signed note is refused. It does not state the range of this pack.')
  }
  return range.data
}
