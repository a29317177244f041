import { type Keyring, openText, seal } from '#lib/crypto/envelope.ts'

/** What an account was before it was disabled: what the driver needs to bring it back, and whether it could log in. */
export type Remembered = { value: string | null; enabled: boolean }

const purpose = (id: string) => `offboarding:${id}:remembered`

/** What is remembered, under the envelope key: it opens for this offboarding and nowhere else. */
export function sealRemembered(keyring: Keyring, id: string, remembered: Remembered): string {
  return seal(keyring, JSON.stringify(remembered), purpose(id))
}

/** What was remembered; null when nothing was stored yet, so nothing was disabled either. Throws `unavailable` when the key is missing. */
export function openRemembered(keyring: Keyring, id: string, sealed: string | null): Remembered | null {
  return sealed === null ? null : (JSON.parse(openText(keyring, sealed, purpose(id))) as Remembered)
}
