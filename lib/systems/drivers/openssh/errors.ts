import { cutText } from '#lib/systems/imports/storable.ts'
import { networkReason, PlaceFailure } from '../each-place.ts'

/** Why a host did not do what was asked, in words that follow its name. */
export class HostRefusal extends Error {
  override name = 'HostRefusal'
}

/** Any failure at a host, without anything of `secrets`. */
export function hostFailure(host: string, error: unknown, secrets: readonly string[]): PlaceFailure {
  return new PlaceFailure(`${host}: ${reasonOf(error, secrets)}`)
}

function reasonOf(error: unknown, secrets: readonly string[]): string {
  if (!(error instanceof Error)) return 'it could not be read'
  const clean = secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '[secret]'), error.message)
  if (error instanceof HostRefusal) return clean
  const { level } = error as { level?: unknown }
  if (level === 'client-timeout') return 'it did not answer in time'
  if (level === 'client-authentication') return "it does not accept Tenure's user name and key"
  return networkReason(error) ?? cutText(clean.toWellFormed().replaceAll('\u0000', ''), 300)
}
