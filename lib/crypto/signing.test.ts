import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSigner, generateSigningKey, parsePublicKey, verifySignature } from './signing.ts'

// RFC 8032 §7.1, TEST 2, in the PKCS #8 wrapping of RFC 8410.
const privateKey = Buffer.from('302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex').toString('base64')

describe('Ed25519 signing', () => {
  test('gives the signature and public key of RFC 8032', () => {
    const signer = createSigner({ name: 'tenure.test/audit', privateKey })
    expect(Buffer.from(signer.publicKey.raw).toString('hex')).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    expect(Buffer.from(signer.sign(Uint8Array.of(0x72))).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    )
  })

  test('a new key pair signs, and its PEM verifies', () => {
    const { privateKey: fresh, publicKeyPem } = generateSigningKey()
    const signer = createSigner({ name: 'n', privateKey: fresh })
    const publicKey = parsePublicKey(publicKeyPem)
    const signature = signer.sign(Buffer.from('bytes'))
    expect(publicKey.keyId).toBe(signer.publicKey.keyId)
    expect(verifySignature(publicKey, Buffer.from('bytes'), signature)).toBe(true)
    expect(verifySignature(publicKey, Buffer.from('Bytes'), signature)).toBe(false)
    expect(verifySignature(publicKey, Buffer.from('bytes'), signature.subarray(1))).toBe(false)
    expect(verifySignature(parsePublicKey(generateSigningKey().publicKeyPem), Buffer.from('bytes'), signature)).toBe(false)
  })

  test('a wrong private key is refused without being quoted', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
    for (const wrong of ['', 'hunter2', rsa]) {
      const attempt = () => createSigner({ name: 'n', privateKey: wrong })
      expect(attempt).toThrow(
        expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/^The signing key is not an Ed25519 private key/) }),
      )
      expect(attempt).not.toThrow(expect.objectContaining({ cause: expect.anything() }))
    }
  })

  test.each(['', 'two words', 'a+b', 'line\n'])('%j cannot be the name of a signer', (name) => {
    expect(() => createSigner({ name, privateKey })).toThrow(expect.objectContaining({ code: 'unavailable' }))
  })

  test('only an Ed25519 public key passes for one', () => {
    const pair = generateKeyPairSync('ed25519')
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    for (const pem of [
      '',
      'nonsense',
      pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      ec.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    ]) {
      expect(() => parsePublicKey(pem)).toThrow(expect.objectContaining({ code: 'invalid' }))
    }
  })
})
