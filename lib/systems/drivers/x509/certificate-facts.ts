import { hash, type X509Certificate } from 'node:crypto'

/** What a certificate says (RFC 5280 §4.1). Dates are null where they mean never, or nothing. */
export type CertificateFacts = {
  fingerprint: string
  subject: string
  issuer: string
  serial: string
  notBefore: Date | null
  notAfter: Date | null
  keyType: string
  bits: number | null
  curve: string | null
  signature: string | null
  names: AlternativeName[]
  selfSigned: boolean
  weak: string[]
}
export type AlternativeName = { type: string; value: string }

const SMALLEST_RSA = 2_048
const SMALLEST_CURVE = 224
/** RFC 8017 §A.2.4, RFC 3279 §2.2: signatures on hashes for which collisions are made. */
const SIGNATURES: Readonly<Record<string, { name: string; broken: boolean }>> = {
  '2a864886f70d010104': { name: 'RSA with MD5', broken: true },
  '2a864886f70d010105': { name: 'RSA with SHA-1', broken: true },
  '2a8648ce3d0401': { name: 'ECDSA with SHA-1', broken: true },
  '2a8648ce380403': { name: 'DSA with SHA-1', broken: true },
  '2a864886f70d01010b': { name: 'RSA with SHA-256', broken: false },
  '2a864886f70d01010c': { name: 'RSA with SHA-384', broken: false },
  '2a864886f70d01010d': { name: 'RSA with SHA-512', broken: false },
  '2a864886f70d01010a': { name: 'RSA-PSS', broken: false },
  '2a8648ce3d040302': { name: 'ECDSA with SHA-256', broken: false },
  '2a8648ce3d040303': { name: 'ECDSA with SHA-384', broken: false },
  '2a8648ce3d040304': { name: 'ECDSA with SHA-512', broken: false },
  '2b6570': { name: 'Ed25519', broken: false },
}

/** Reads a certificate. A key of a kind that OpenSSL does not know has the type `unknown`. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const { keyType, bits, curve } = keyFacts(certificate)
  const algorithm = SIGNATURES[signatureOid(certificate.raw)]
  const selfSigned = isSelfSigned(certificate)
  const weak = [
    ...(keyType === 'dsa' || ((keyType === 'rsa' || keyType === 'rsa-pss') && bits !== null && bits < SMALLEST_RSA)
      ? [`${keyType.toUpperCase()} of ${bits} bits`]
      : []),
    ...(keyType === 'ec' && bits !== null && bits < SMALLEST_CURVE ? [`the curve ${curve}`] : []),
    // Nobody relies on the signature of a certificate that signs itself
    ...(algorithm?.broken && !selfSigned ? [`signed by ${algorithm.name}`] : []),
  ]
  return {
    fingerprint: `sha256:${hash('sha256', certificate.raw, 'hex')}`,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: instant(certificate.validFrom),
    notAfter: instant(certificate.validTo),
    keyType,
    bits,
    curve,
    signature: algorithm?.name ?? null,
    names: parseAlternativeNames(certificate.subjectAltName ?? ''),
    selfSigned,
    weak,
  }
}

const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ').toWellFormed().replaceAll('\u0000', '')

/** Year 9999 means never (RFC 5280 §4.1.2.5). */
function instant(text: string): Date | null {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() >= 9_999 ? null : date
}

const CURVES: Readonly<Record<string, number>> = { prime192v1: 192, secp224r1: 224, prime256v1: 256, secp256k1: 256, secp384r1: 384, secp521r1: 521 }

function keyFacts(certificate: X509Certificate): { keyType: string; bits: number | null; curve: string | null } {
  try {
    const { asymmetricKeyType: keyType = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
    const curve = details?.namedCurve ?? null
    const bits = details?.modulusLength ?? (curve === null ? null : (CURVES[curve] ?? Number(/(\d{3})/.exec(curve)?.[1] ?? 0))) ?? null
    return { keyType, bits: keyType === 'ed25519' ? 256 : bits, curve }
  } catch {
    return { keyType: 'unknown', bits: null, curve: null }
  }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
  } catch {
    return false
  }
}

/** The object identifier of the signature, in hexadecimal: the second part of the outer SEQUENCE begins with it (RFC 5280 §4.1.1.2). Empty where there is none. */
function signatureOid(der: Buffer): string {
  try {
    const outer = element(der, 0)
    const signed = element(der, outer.start)
    const algorithm = element(der, signed.end)
    const oid = element(der, algorithm.start)
    return der[algorithm.start] === 0x06 ? der.subarray(oid.start, oid.end).toString('hex') : ''
  } catch {
    return ''
  }
}

/** Where the content of the DER element at an offset starts and ends (X.690 §8.1). Throws RangeError past the end. */
function element(der: Buffer, at: number): { start: number; end: number } {
  const first = der.readUInt8(at + 1)
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const size = first - 0x80
  const length = der.readUIntBE(at + 2, size)
  return { start: at + 2 + size, end: at + 2 + size + length }
}

/** Names as OpenSSL prints them, `DNS:a, URI:b`, of which Node puts those in JSON quotes that could be taken for several. */
export function parseAlternativeNames(text: string): AlternativeName[] {
  return [...text.matchAll(/(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, type = '', value = '']) => ({
    type: type.trim(),
    value: unquoted(value),
  }))
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value)).toWellFormed().replaceAll('\u0000', '')
  } catch {
    return value
  }
}
