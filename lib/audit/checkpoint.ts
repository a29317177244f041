import { TenureError } from '#lib/core/errors.ts'
import { fromBase64, toBase64 } from '#lib/crypto/base64.ts'
import type { PublicKey, Signer } from '#lib/crypto/signing.ts'
import { openNote, signNote } from './note.ts'

/** A signed head of the audit log (C2SP tlog-checkpoint): the log's name, its number of entries, the root over them, and lines of the log's own. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array; readonly extensions: readonly string[] }

/** The checkpoint as a signed note. The origin is the signer's name. The caller sees to it that no two checkpoints contradict each other. */
export function signCheckpoint(head: { size: number; root: Uint8Array; extensions?: readonly string[] }, signer: Signer): string {
  const { size, root, extensions = [] } = head
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32) throw new RangeError('A checkpoint needs a whole size and a root of 32 bytes')
  if (extensions.some((line) => line === '' || line.includes('\n'))) throw new RangeError('An extension of a checkpoint is one line that is not empty')
  return signNote([signer.name, String(size), toBase64(root), ...extensions, ''].join('\n'), signer)
}

/** The checkpoint in a note that the key has signed under the note's own origin. Throws `invalid` for a wrong signature or another text. */
export function openCheckpoint(note: string, publicKey: PublicKey): Checkpoint {
  const name = note.slice(0, note.indexOf('\n'))
  const [origin, size, root, ...extensions] = openNote(note, publicKey, name).slice(0, -1).split('\n')
  const bytes = root === undefined ? null : fromBase64(root)
  if (!origin || !size || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || bytes?.length !== 32 || extensions.includes('')) {
    throw new TenureError('invalid', 'The signed note is refused. Its text is no checkpoint.')
  }
  return { origin, size: Number(size), root: bytes, extensions }
}
