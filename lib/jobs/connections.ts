import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Connection } from '#lib/systems/driver.ts'
import { driverFor } from '#lib/systems/registry.ts'
import { openConnection } from '#lib/systems/sealed-connection.ts'

type Open = { sealed: string; connection: Connection }

/** The worker's connections to systems, one each, opened when first needed and again after their settings changed. */
export function createConnections() {
  const open = new Map<string, Open>()

  /** The connection to a system. Throws `unavailable` for one that is fed by files only. */
  async function connectionTo({ db, keyring }: Pick<Context, 'db' | 'keyring'>, systemId: string): Promise<Connection> {
    const system = await db.system.findUniqueOrThrow({ where: { id: systemId } })
    const known = open.get(systemId)
    if (!system.connectionSealed) throw new TenureError('unavailable', `${system.name} has no connection: it is fed by files`)
    if (known?.sealed === system.connectionSealed) return known.connection
    const connection = driverFor(system.kind).connect(openConnection(keyring, system))
    open.set(systemId, { sealed: system.connectionSealed, connection })
    await known?.connection.close()
    return connection
  }

  async function close(): Promise<void> {
    await Promise.allSettled([...open.values()].map(({ connection }) => connection.close()))
    open.clear()
  }

  return { connectionTo, close }
}

export type Connections = ReturnType<typeof createConnections>
