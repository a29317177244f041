const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The account that an access key id was made for, or null. Ids made since 2019 carry it: the characters after the prefix are
 * base32 (RFC 4648 §6), their first bit is set, and the next 40 bits are the account number.
 */
export function accountOfKeyId(keyId: string): string | null {
  const digits = Array.from(keyId.slice(4, 14), (character) => BASE32.indexOf(character))
  if (digits.length < 10 || digits.some((digit) => digit < 0)) return null
  const bits = digits.reduce((value, digit) => value * 32n + BigInt(digit), 0n) // 50 bits
  if (bits >> 49n !== 1n) return null
  const account = ((bits >> 9n) & 0xff_ffff_ffffn).toString().padStart(12, '0')
  return account.length === 12 ? account : null
}
