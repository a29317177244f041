/** A failure's text without any of `secrets`, whatever the server or a library quoted. */
export function scrub(message: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length > 0).reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), message)
}
