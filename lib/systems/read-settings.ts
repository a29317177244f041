import type { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { type Driver, parseSettings } from './driver.ts'
import { fromForm, settingsFields } from './settings-fields.ts'

type Settings = Record<string, unknown>

/** Where a connection leads. Whoever changes one of these enters the secret again, so that no stored secret is ever sent to another place. */
const PLACE_FIELDS: readonly string[] = ['host', 'hosts', 'hostKeys', 'port', 'amqpPort', 'url', 'tls', 'startTls', 'caCertificate']

/** The settings of a form by a kind's schema. Throws `invalid` with each wrong field as `settings.<name>`. */
export function readSettings(schema: z.ZodObject, raw: Settings): Settings {
  try {
    return parseSettings(schema, fromForm(settingsFields(schema), raw))
  } catch (error) {
    if (!(error instanceof TenureError)) throw error
    throw new TenureError(error.code, error.message, {
      fields: Object.fromEntries(Object.entries(error.fields).map(([name, message]) => [`settings.${name}`, message])),
    })
  }
}

/**
 * The same for a system that is connected already: a secret that was left empty keeps its stored value.
 * Throws `invalid` when the place it would be sent to is another one than it was stored for.
 */
export function readChangedSettings(driver: Driver, raw: Settings, stored: Settings): Settings {
  const kept = driver.secretFields.filter((name) => raw[name] === undefined || raw[name] === '')
  const settings = readSettings(driver.connectionSchema, { ...raw, ...Object.fromEntries(kept.map((name) => [name, stored[name]])) })
  const moved = PLACE_FIELDS.some((name) => JSON.stringify(settings[name]) !== JSON.stringify(stored[name]))
  if (moved && kept.length > 0) {
    const fields = Object.fromEntries(kept.map((name) => [`settings.${name}`, 'Enter it again: the connection leads to another place now']))
    throw new TenureError('invalid', 'The stored secret is not sent to another place: enter it again', { fields })
  }
  return settings
}
