import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { fromEitherBase64, toBase64 } from './base64.ts'
import { type PublicKey, type Signer, verifySignature } from './signing.ts'

/** A DSSE v1 envelope. Members that are not listed are ignored, as the protocol demands; `keyid` is a hint and proves nothing. */
export const DsseEnvelope = z.object({
  payload: z.string(),
  payloadType: z.string().min(1),
  signatures: z
    .array(z.object({ keyid: z.string().optional(), sig: z.string() }))
    .min(1)
    .max(16),
})
export type DsseEnvelope = z.infer<typeof DsseEnvelope>

/** What a DSSE signature covers: `DSSEv1 <length> <type> <length> <payload>`, lengths in bytes (DSSE v1, pre-authentication encoding). */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload])
}

/** The payload in an envelope with one signature. */
export function signEnvelope(signer: Signer, payloadType: string, payload: Uint8Array): DsseEnvelope {
  const signature = signer.sign(preAuthenticationEncoding(payloadType, payload))
  return { payload: toBase64(payload), payloadType, signatures: [{ keyid: signer.publicKey.keyId, sig: toBase64(signature) }] }
}

/** The payload's bytes, once one signature by the key covers them. Throws `invalid` for another type, a missing or a wrong signature. */
export function openEnvelope(envelope: DsseEnvelope, payloadType: string, publicKey: PublicKey): Uint8Array {
  const payload = unverifiedPayload(envelope)
  if (envelope.payloadType !== payloadType || !payload) throw new TenureError('invalid', `The envelope does not hold a payload of type ${payloadType}.`)
  const signed = preAuthenticationEncoding(payloadType, payload)
  const isSigned = envelope.signatures.some(({ sig }) => {
    const signature = fromEitherBase64(sig)
    return signature !== null && verifySignature(publicKey, signed, signature)
  })
  if (!isSigned) throw new TenureError('invalid', 'The signature of the envelope was not made with the given key over these bytes.')
  return payload
}

/** The payload's bytes without any check of who wrote them: good for saying what is wrong, never for acting on. Null when it is not base64. */
export function unverifiedPayload(envelope: DsseEnvelope): Uint8Array | null {
  return fromEitherBase64(envelope.payload)
}
