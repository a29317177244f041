import { hash } from 'node:crypto'

/** SHA-256 of the bytes, or of the text's UTF-8 bytes: 32 bytes. */
export function sha256(data: string | Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer')
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}
