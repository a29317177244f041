import { createHash } from 'node:crypto'

const sha1 = (data: string | Buffer) => createHash('sha1').update(data).digest()

/**
 * What MariaDB stores instead of a password for `mysql_native_password`: `*` and SHA1(SHA1(password)) in hexadecimal. Computed here, so that no clear password reaches the server
 * or its log. SHA-1 without salt would be weak for what people choose; a minted secret is 256 random bits, and anything shorter than that throws.
 */
export function passwordVerifier(secret: string): string {
  if (!/^[\x21-\x7e]{43,}$/.test(secret)) throw new Error('A minted secret is printable ASCII without spaces, of 256 random bits')
  return `*${sha1(sha1(secret)).toString('hex').toUpperCase()}`
}
