import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions } from '#lib/systems/driver.ts'
import { PlaceFailure } from '../each-place.ts'
import type { OpensshConnection } from './connect.ts'
import { parseInventory } from './host-inventory.ts'
import type { ReadHost } from './host-records.ts'
import type { Host } from './hosts.ts'

/** What a host tells of itself. Throws `PlaceFailure`, with its name, when it could not be read or makes no sense. */
export async function readInventory(connection: OpensshConnection, host: Host, only: 'check' | 'all', options: CallOptions): Promise<ReadHost> {
  const { output, shownKey } = await connection.read(host, only, options)
  try {
    return { host: host.name, shownKey, inventory: parseInventory(output) }
  } catch (error) {
    if (error instanceof TenureError) throw new PlaceFailure(`${host.name}: ${error.message}`)
    throw error
  }
}
