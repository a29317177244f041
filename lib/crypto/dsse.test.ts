import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DsseEnvelope, openEnvelope, preAuthenticationEncoding, signEnvelope, unverifiedPayload } from './dsse.ts'
import { createSigner, generateSigningKey } from './signing.ts'

const signer = createSigner({ name: 'n', privateKey: generateSigningKey().privateKey })
const stranger = createSigner({ name: 'n', privateKey: generateSigningKey().privateKey })
const type = 'application/vnd.in-toto+json'
const payload = Buffer.from('{"a":"ÿ?>"}\u00fb\u00ff')
const toUrl = (standard: string) => standard.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const refused = expect.objectContaining({ name: 'TenureError', code: 'invalid' })

test('the signed bytes are those of the DSSE specification', () => {
  expect(Buffer.from(preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))).toString()).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  )
  expect(Buffer.from(preAuthenticationEncoding('é', Buffer.from('ü'))).toString()).toBe('DSSEv1 2 é 2 ü')
})

describe('a DSSE envelope', () => {
  test('gives back the bytes that were signed', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => Buffer.compare(openEnvelope(signEnvelope(signer, type, bytes), type, signer.publicKey), bytes) === 0))
  })

  test('is read in both base64 alphabets, with and without padding, past members it does not know', () => {
    const { payload: text, signatures } = signEnvelope(signer, type, payload)
    const foreign = { payload: toUrl(text), payloadType: type, extra: 1, signatures: signatures.map(({ sig }) => ({ sig: toUrl(sig), cert: 'x' })) }
    expect(Buffer.from(openEnvelope(DsseEnvelope.parse(foreign), type, signer.publicKey))).toEqual(payload)
  })

  test('is good when one of several signatures is by the key, whatever the key id says', () => {
    const [good, bad] = [signEnvelope(signer, type, payload), signEnvelope(stranger, type, payload)]
    const sig = good.signatures[0]?.sig ?? ''
    expect(openEnvelope({ ...good, signatures: [...bad.signatures, { keyid: 'somebody', sig }] }, type, signer.publicKey)).toEqual(payload)
  })

  test('is refused after a change of payload, type or signature, and from a stranger', () => {
    const good = signEnvelope(signer, type, payload)
    const other = signEnvelope(signer, type, Buffer.from('other'))
    for (const bad of [
      { ...good, payload: other.payload },
      { ...good, payload: 'not base64!' },
      { ...good, payloadType: 'text/plain' },
      { ...good, signatures: other.signatures },
      { ...good, signatures: [{ sig: '' }] },
      signEnvelope(stranger, type, payload),
      signEnvelope(signer, 'text/plain', payload),
    ]) {
      expect(() => openEnvelope(bad, type, signer.publicKey)).toThrow(refused)
    }
  })

  test('without a signature is no envelope', () => {
    expect(DsseEnvelope.safeParse({ payload: '', payloadType: type, signatures: [] }).success).toBe(false)
  })

  test('shows its bytes before verification only by a name that says so', () => {
    expect(unverifiedPayload(signEnvelope(stranger, type, payload))).toEqual(payload)
  })
})
