import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { readChangedSettings } from './read-settings.ts'
import { driverFor } from './registry.ts'
import { ChangeConnection } from './schemas.ts'
import { openConnection, sealConnection } from './sealed-connection.ts'
import { getSystem } from './store.ts'

/**
 * Changes how a system is reached. A secret that is left empty stays as it is, unless the connection now leads elsewhere.
 * Throws `invalid` with the fields that are wrong, `conflict` when somebody else changed it meanwhile.
 */
export const changeConnection = command({
  permission: 'systems.connect',
  input: ChangeConnection,
  async run({ tx, context }, { id, settings: raw }) {
    const before = await getSystem(tx, id)
    const stored = openConnection(context.keyring, before)
    const driver = driverFor(before.kind)
    const settings = readChangedSettings(driver, raw, stored)
    if (JSON.stringify(settings) === JSON.stringify(stored)) return { output: { id }, changes: [] }
    // The old sealed value is the condition: of two people who change it, the second is told.
    const [after] = await tx.system.updateManyAndReturn({
      where: { id, connectionSealed: before.connectionSealed },
      data: sealConnection(context.keyring, driver, id, settings),
    })
    if (!after) throw new TenureError('conflict', 'Somebody else changed this connection meanwhile: reload, and apply your change to it')
    const secretsChanged = driver.secretFields.filter((name) => settings[name] !== stored[name])
    return { output: { id }, changes: { entity: 'system', id, before, after: { ...after, secretsChanged } } }
  },
})
