import { query } from '#lib/command/query.ts'
import { SECOND } from '#lib/core/time.ts'
import type { TestReport } from './driver.ts'
import { readChangedSettings, readSettings } from './read-settings.ts'
import { driverFor } from './registry.ts'
import { TestConnection } from './schemas.ts'
import { openConnection } from './sealed-connection.ts'
import { getSystem } from './store.ts'

const PATIENCE = 20 * SECOND

/** Tries settings before they are stored: whether the system answers, as whom, and which rights are missing. Changes nothing, here or there. */
export const testConnection = query({
  permission: 'systems.connect',
  input: TestConnection,
  async run({ db, keyring }, { kind, settings: raw, id }): Promise<TestReport> {
    const driver = driverFor(kind)
    const system = id === null ? null : await getSystem(db, id)
    const settings = system?.kind === kind ? readChangedSettings(driver, raw, openConnection(keyring, system)) : readSettings(driver.connectionSchema, raw)
    const connection = driver.connect(settings)
    const patience = AbortSignal.timeout(PATIENCE)
    try {
      return await driver.test(connection, { signal: patience })
    } catch (error) {
      if (!patience.aborted) throw error
      return { reachable: false, code: null, reason: `It did not answer within ${PATIENCE / SECOND} seconds` }
    } finally {
      await connection.close()
    }
  },
})
