import { TenureError } from '#lib/core/errors.ts'
import { type Keyring, openText, seal } from '#lib/crypto/envelope.ts'
import { connectionPurpose } from './connection-purpose.ts'
import { type Driver, splitSecrets } from './driver.ts'

type Settings = Record<string, unknown>

/** The two columns of a system's settings: what may be shown, and all of it under the envelope key. */
export function sealConnection(keyring: Keyring, driver: Driver, systemId: string, settings: Settings): { settings: object; connectionSealed: string } {
  return { settings: splitSecrets(driver, settings).open, connectionSealed: seal(keyring, JSON.stringify(settings), connectionPurpose(systemId)) }
}

/** A system's stored settings, secrets included. Throws `invalid` for one that is fed by files, `unavailable` when the key is missing. */
export function openConnection(keyring: Keyring, system: { id: string; name: string; connectionSealed: string | null }): Settings {
  if (!system.connectionSealed) throw new TenureError('invalid', `${system.name} is fed by files and has no connection`)
  return JSON.parse(openText(keyring, system.connectionSealed, connectionPurpose(system.id))) as Settings
}
