import { hash } from 'node:crypto'

/** A public key, as far as its blob tells (RFC 4253 §6.6; RFC 5656 §3.1; RFC 8709 §4). `bits` null: of a type without that measure here. */
export type SshKey = { type: string; fingerprint: string; bits: number | null; weak: string | null; certificate: SshCertificate | null }

/** What a certificate says (PROTOCOL.certkeys). `validBefore` null: for ever. */
export type SshCertificate = {
  kind: 'user' | 'host'
  serial: string
  keyId: string
  principals: string[]
  validAfter: Date | null
  validBefore: Date | null
  authority: string
}

const CERTIFICATE = /-cert-v01@openssh\.com$/
const SMALLEST_RSA = 2_048
const FOREVER = 0xffff_ffff_ffff_ffffn
const LATEST = 253_402_300_799n

/** SHA256:… as OpenSSH shows it. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${hash('sha256', blob, 'base64').replace(/=+$/, '')}`
}

/** Reads a key of this declared type; null when the base64 does not hold one. The fingerprint of a certificate is that of the key in it, as ssh-keygen shows it. */
export function parseSshKey(type: string, base64: string): SshKey | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const blob = Buffer.from(base64, 'base64')
  try {
    const reader = new WireReader(blob)
    if (reader.text() !== type) return null
    return CERTIFICATE.test(type) ? readCertificate(type, reader) : readPlain(type, reader, fingerprintOf(blob))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readPlain(type: string, reader: WireReader, fingerprint: string): SshKey {
  const { bits } = readFields(type, reader)
  return { type, fingerprint, bits, weak: weaknessOf(type, bits), certificate: null }
}

/** The fields of a key after its type: how many bits it has, and the fields themselves. */
function readFields(type: string, reader: WireReader): { bits: number | null; fields: Buffer[] } {
  const take = (count: number) => Array.from({ length: count }, () => reader.bytes())
  if (type === 'ssh-rsa') {
    const fields = take(2)
    return { fields, bits: bitLength(fields[1]) }
  }
  if (type === 'ssh-dss') {
    const fields = take(4)
    return { fields, bits: bitLength(fields[0]) }
  }
  const curve = /nistp(\d+)/.exec(type)?.[1]
  if (curve) return { fields: take(type.startsWith('sk-') ? 3 : 2), bits: Number(curve) }
  if (type.includes('ed25519')) return { fields: take(type.startsWith('sk-') ? 2 : 1), bits: 256 }
  return { fields: [], bits: null }
}

function bitLength(integer: Buffer | undefined): number {
  const first = integer?.findIndex((byte) => byte !== 0) ?? -1
  if (!integer || first < 0) return 0
  return (integer.length - first) * 8 - Math.clz32(integer[first] ?? 0) + 24
}

function weaknessOf(type: string, bits: number | null): string | null {
  if (type === 'ssh-dss') return 'DSA, which OpenSSH has given up'
  if (type === 'ssh-rsa' && bits !== null && bits < SMALLEST_RSA) return `RSA of ${bits} bits`
  return null
}

function readCertificate(type: string, reader: WireReader): SshKey {
  const plain = type.replace(CERTIFICATE, '')
  const plainType = plain.startsWith('sk-') ? `${plain}@openssh.com` : plain
  reader.bytes()
  const { bits, fields } = readFields(plainType, reader)
  const fingerprint = fingerprintOf(Buffer.concat([Buffer.from(plainType), ...fields].flatMap((field) => [lengthOf(field), field])))
  const serial = reader.uint64()
  const kind = reader.uint32() === 2 ? 'host' : 'user'
  const keyId = reader.text()
  const names = new WireReader(reader.bytes())
  const principals: string[] = []
  while (!names.atEnd) principals.push(names.text())
  const [validAfter, validBefore] = [reader.uint64(), reader.uint64()]
  for (let skipped = 0; skipped < 3; skipped += 1) reader.bytes()
  const authority = fingerprintOf(reader.bytes())
  const dates = { validAfter: validAfter === 0n ? null : instant(validAfter), validBefore: validBefore === FOREVER ? null : instant(validBefore) }
  return { type, fingerprint, bits, weak: weaknessOf(plainType, bits), certificate: { kind, serial: String(serial), keyId, principals, ...dates, authority } }
}

const instant = (seconds: bigint) => (seconds > LATEST ? null : new Date(Number(seconds) * 1_000))

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(field.length)
  return length
}

/** The data types of RFC 4251 §5. Throws RangeError past the end. */
class WireReader {
  readonly #blob: Buffer
  #at = 0

  constructor(blob: Buffer) {
    this.#blob = blob
  }

  get atEnd(): boolean {
    return this.#at >= this.#blob.length
  }

  uint32(): number {
    this.#at += 4
    return this.#blob.readUInt32BE(this.#at - 4)
  }

  uint64(): bigint {
    this.#at += 8
    return this.#blob.readBigUInt64BE(this.#at - 8)
  }

  bytes(): Buffer {
    const length = this.uint32()
    if (this.#at + length > this.#blob.length) throw new RangeError('The key ends too early')
    this.#at += length
    return this.#blob.subarray(this.#at - length, this.#at)
  }

  text(): string {
    return this.bytes().toString('utf8')
  }
}
