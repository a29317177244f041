/** 100-nanosecond steps from 1601 to 1970, and in a millisecond (MS-DTYP §2.3.3). */
const EPOCH = 116_444_736_000_000_000n
const PER_MILLISECOND = 10_000n
const NEVER = 9_223_372_036_854_775_807n
const YEAR_9999 = Date.UTC(9999, 0, 1)

/** A Windows FILETIME as an instant; null for 0, for "never", and for what lies beyond the calendar. */
export function fromFileTime(value: string | null): Date | null {
  if (value === null || !/^\d{1,19}$/.test(value)) return null
  const steps = BigInt(value)
  if (steps === 0n || steps >= NEVER) return null
  const milliseconds = Number((steps - EPOCH) / PER_MILLISECOND)
  return milliseconds >= YEAR_9999 ? null : new Date(milliseconds)
}

/** A generalized time (RFC 4517 §3.3.13) in UTC as an instant, such as `20261122101500Z`; null for another text and for years that mean never. */
export function fromGeneralizedTime(value: string | null): Date | null {
  const [, year, month, day, hour, minute, second = '0'] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?Z$/.exec(value ?? '') ?? []
  if (year === undefined || Number(year) < 1601) return null
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return at >= YEAR_9999 ? null : new Date(at)
}

/** An objectGUID as Windows writes it: the first three groups are little-endian (MS-DTYP §2.3.4). Null when it has not 16 bytes. */
export function guidText(bytes: Buffer): string | null {
  if (bytes.length !== 16) return null
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((at) => bytes[at] ?? 0))
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The bytes of a GUID as `guidText` writes it. */
export function guidBytes(text: string): Buffer {
  const plain = Buffer.from(text.replaceAll('-', ''), 'hex')
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((at) => plain[at] ?? 0))
}

/** A security identifier in the form `S-1-5-21-…` (MS-DTYP §2.4.2); null when the bytes are none. */
export function sidText(bytes: Buffer): string | null {
  const count = bytes[1] ?? -1
  if (bytes.length !== 8 + 4 * count) return null
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index))
  return ['S', bytes[0], bytes.readUIntBE(2, 6), ...parts].join('-')
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
