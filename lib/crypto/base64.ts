/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/**
 * The bytes of standard base64, or null unless the text is the one and only way to write them: stray characters, missing
 * padding and non-zero spare bits are refused (RFC 4648 §3.5), so that no byte of a signed file can change unseen.
 */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** As `fromBase64`, for text in either alphabet, with or without padding: what a DSSE consumer must accept. */
export function fromEitherBase64(text: string): Uint8Array | null {
  const standard = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='))
}
