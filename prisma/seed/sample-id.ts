import { TypeID } from 'typeid-js'
import { sha256 } from '#lib/crypto/hash.ts'

/** The id of a sample row: a TypeID over a UUIDv7 (RFC 9562 §5.7) of `at`, whose random bits come from `key`, so that the same estate has the same ids. */
export function sampleId<Prefix extends string>(prefix: Prefix, at: Date, key: string): `${Prefix}_${string}` {
  const bytes = Buffer.from(sha256(`${prefix}:${key}`)).subarray(0, 16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return `${prefix}_${TypeID.fromUUIDBytes(prefix, bytes).getSuffix()}`
}
