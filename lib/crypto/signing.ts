import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signWithKey, verify as verifyWithKey } from 'node:crypto'
import { TenureError } from '#lib/core/errors.ts'
import { sha256Hex } from './hash.ts'

/** An Ed25519 public key: SPKI PEM, its 32 raw bytes, and its id, the SHA-256 of its SPKI DER in hexadecimal. */
export type PublicKey = { readonly pem: string; readonly raw: Uint8Array; readonly keyId: string; readonly key: KeyObject }

/** Signs with Ed25519 (RFC 8032) under a name that verifiers know, such as the origin of the audit log. */
export type Signer = { readonly name: string; readonly publicKey: PublicKey; sign(bytes: Uint8Array): Uint8Array }

/** A signer from a PKCS #8 DER private key in base64. Throws `unavailable` unless it is an Ed25519 key and the name is one that a signed note can carry. */
export function createSigner({ name, privateKey }: { name: string; privateKey: string }): Signer {
  if (!isKeyName(name)) throw new TenureError('unavailable', 'The name of the signing key must not be empty or hold spaces or plus signs.')
  const key = readPrivateKey(privateKey)
  return { name, publicKey: describe(createPublicKey(key)), sign: (bytes) => signWithKey(null, bytes, key) }
}

/** A new Ed25519 key pair: the private key as `createSigner` reads it, the public key as SPKI PEM. */
export function generateSigningKey(): { privateKey: string; publicKeyPem: string } {
  const pair = generateKeyPairSync('ed25519')
  return { privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'), publicKeyPem: describe(pair.publicKey).pem }
}

/** The Ed25519 public key in an SPKI PEM text. Throws `invalid` for anything else, a private key included. */
export function parsePublicKey(pem: string): PublicKey {
  try {
    if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw new Error('No PUBLIC KEY block')
    return describe(createPublicKey(pem))
  } catch (cause) {
    throw new TenureError('invalid', 'This is not an Ed25519 public key in PEM form (a block that begins with "-----BEGIN PUBLIC KEY-----").', { cause })
  }
}

/** Whether the signature over the bytes was made with the key's private half. */
export function verifySignature(publicKey: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verifyWithKey(null, bytes, publicKey.key, signature)
}

/** Whether a signed note can carry this key name: not empty, without white space and plus signs (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name)
}

function readPrivateKey(base64: string): KeyObject {
  try {
    const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' })
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`A key of type ${key.asymmetricKeyType}`)
    return key
  } catch {
    // The cause is left out: it may quote the key.
    throw new TenureError(
      'unavailable',
      'The signing key is not an Ed25519 private key in base64 of PKCS #8 DER. Make one with: openssl genpkey -algorithm ed25519 -outform DER | base64 -w0',
    )
  }
}

function describe(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`A key of type ${key.asymmetricKeyType}`)
  const der = key.export({ format: 'der', type: 'spki' })
  // SPKI of Ed25519 is a fixed prefix of 12 bytes and the key (RFC 8410 §4).
  return { pem: key.export({ format: 'pem', type: 'spki' }).toString(), raw: der.subarray(-32), keyId: sha256Hex(der), key }
}
