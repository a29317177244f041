import { TenureError } from '#lib/core/errors.ts'
import { fromBase64, toBase64 } from '#lib/crypto/base64.ts'
import { sha256 } from '#lib/crypto/hash.ts'
import { type PublicKey, type Signer, verifySignature } from '#lib/crypto/signing.ts'

const ED25519 = 0x01
const SIGNATURE_LINE = /^— ([^\s+]+) (\S+)$/u
const MAX_SIGNATURES = 100

/** The first four bytes of SHA-256(name || 0x0A || 0x01 || public key): what ties a signature line to a key (C2SP signed-note). */
export function noteKeyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([Buffer.from(name), Uint8Array.of(0x0a, ED25519), publicKey])).subarray(0, 4)
}

/** A C2SP signed note: the text, an empty line, and one signature line. The text ends with a line feed and holds no other control character. */
export function signNote(text: string, signer: Signer): string {
  if (!isNoteText(text)) throw new Error('The text of a note ends with a line feed and holds no other control character')
  const signature = signer.sign(Buffer.from(text))
  return `${text}\n— ${signer.name} ${toBase64(Buffer.concat([noteKeyId(signer.name, signer.publicKey.raw), signature]))}\n`
}

/**
 * The text of a note that the named key has signed. Signatures by others are ignored (C2SP signed-note).
 * Throws `invalid` when there is none by this key, or a wrong one.
 */
export function openNote(note: string, publicKey: PublicKey, name: string): string {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2).split('\n')
  if (end < 1 || lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES || !isNoteText(text))
    throw refused('It is not in the form of a signed note.')
  const keyId = noteKeyId(name, publicKey.raw)
  const own = lines.map(parseSignatureLine).filter((line) => line.name === name && Buffer.compare(line.keyId, keyId) === 0)
  if (own.length === 0) throw refused('It carries no signature by the given key.')
  if (!own.every(({ signature }) => verifySignature(publicKey, Buffer.from(text), signature))) throw refused('Its signature does not fit its text.')
  return text
}

function parseSignatureLine(line: string): { name: string; keyId: Uint8Array; signature: Uint8Array } {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? []
  const bytes = base64 ? fromBase64(base64) : null
  if (!name || !bytes || bytes.length < 5) throw refused('A signature line cannot be read.')
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the control characters are the point
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)
}

function refused(why: string): TenureError {
  return new TenureError('invalid', `The signed note is refused. ${why}`)
}
