import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { SystemId } from '#lib/core/ids.ts'
import type { Keyring } from '#lib/crypto/envelope.ts'
import { DEFAULT_SYNC_MINUTES } from './freshness.rules.ts'
import { readSettings } from './read-settings.ts'
import { driverFor } from './registry.ts'
import { ConnectSystem } from './schemas.ts'
import { sealConnection } from './sealed-connection.ts'
import { findFileKind } from './system-kinds.ts'

/**
 * Adds a system: one that is read live, with its connection sealed, or one that is fed by files. Nothing is opened here; `testConnection` does that.
 * Throws `invalid` with the fields that are wrong, `conflict` when the name is taken.
 */
export const connectSystem = command({
  permission: 'systems.connect',
  input: ConnectSystem,
  async run({ tx, now, context }, { kind, name, environment, settings }) {
    const id = SystemId.create()
    const connection = connectionOf(context.keyring, id, kind, settings)
    const syncEveryMinutes = connection.connectionSealed ? DEFAULT_SYNC_MINUTES : null
    const after = { id, kind, name, environment, ...connection, syncEveryMinutes, createdAt: now }
    // The unique name decides the race: of two people who take it, the second finds it taken.
    const { count } = await tx.system.createMany({ data: [after], skipDuplicates: true })
    if (count === 0)
      throw new TenureError('conflict', `There is a system named ${name} already`, { fields: { name: 'Choose another name: this one is taken' } })
    return { output: { id }, changes: { entity: 'system', id, before: null, after } }
  },
})

function connectionOf(keyring: Keyring, id: SystemId, kind: string, raw: Record<string, unknown>): { settings: object; connectionSealed: string | null } {
  const fileKind = findFileKind(kind)
  if (fileKind) return { settings: readSettings(fileKind.settings, raw), connectionSealed: null }
  const driver = driverFor(kind)
  return sealConnection(keyring, driver, id, readSettings(driver.connectionSchema, raw))
}
