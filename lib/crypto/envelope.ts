import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { TenureError } from '#lib/core/errors.ts'

/** Key-encryption keys of 32 bytes by id. New values are sealed under `currentId`; the others still open what they sealed. */
export type Keyring = { readonly currentId: string; readonly keys: Readonly<Record<string, Uint8Array>> }

const VERSION = 'tnr1'
const NONCE = 12
const TAG = 16
const KEY = 32

/**
 * Envelope encryption: AES-256-GCM under a data key of its own, which is wrapped under the keyring's current key.
 * `purpose` names the place of the value (`system:sys_…:connection`) and is authenticated with it: a sealed value copied to
 * another row does not open there. Out comes `tnr1.<key id>.<wrapped key>.<ciphertext>`. Throws `unavailable` for a keyring without its current key.
 */
export function seal(keyring: Keyring, plaintext: string | Uint8Array, purpose: string): string {
  const keyId = keyring.currentId
  const dataKey = randomBytes(KEY)
  const wrapped = encrypt(keyOf(keyring, keyId), dataKey, contextOf(purpose))
  const body = encrypt(dataKey, typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext, contextOf(purpose))
  return [VERSION, keyId, wrapped.toString('base64url'), body.toString('base64url')].join('.')
}

/** The plaintext of a sealed value. Throws `unavailable` when the key is missing, the purpose is another one, or a byte was changed. */
export function open(keyring: Keyring, sealed: string, purpose: string): Uint8Array {
  const [version, keyId, wrapped, body, ...rest] = sealed.split('.')
  if (version !== VERSION || !keyId || !wrapped || !body || rest.length > 0) throw unreadable('it is not in the form that Tenure writes')
  const wrappingKey = keyOf(keyring, keyId)
  try {
    const dataKey = decrypt(wrappingKey, wrapped, contextOf(purpose))
    return decrypt(dataKey, body, contextOf(purpose))
  } catch (cause) {
    throw unreadable(`key "${keyId}" does not open it for this purpose`, cause)
  }
}

/** `open` for a value that was sealed as text. */
export function openText(keyring: Keyring, sealed: string, purpose: string): string {
  return Buffer.from(open(keyring, sealed, purpose)).toString('utf8')
}

function keyOf(keyring: Keyring, keyId: string): Uint8Array {
  const key = Object.hasOwn(keyring.keys, keyId) ? keyring.keys[keyId] : undefined
  if (!/^[\w-]{1,64}$/.test(keyId) || key?.length !== KEY) throw unreadable(`the keyring has no 32-byte key "${keyId}"`)
  return key
}

function unreadable(why: string, cause?: unknown): TenureError {
  return new TenureError('unavailable', `A stored secret cannot be used: ${why}. Restore the encryption key it was sealed with, or enter the secret again.`, {
    cause,
  })
}

// The key's id is left out, so that a data key can be wrapped anew under another key without touching its ciphertext.
const contextOf = (purpose: string) => Buffer.from(JSON.stringify([VERSION, purpose]))

function encrypt(key: Uint8Array, plaintext: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(context)
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, text: string, context: Uint8Array): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text || bytes.length < NONCE + TAG) throw new Error('Not a ciphertext')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(context)
  decipher.setAuthTag(bytes.subarray(-TAG))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
}
