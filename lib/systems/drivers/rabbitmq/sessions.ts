import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions } from '#lib/systems/driver.ts'
import type { RabbitmqConnection } from './connect.ts'
import { shaped, stopIfAborted } from './errors.ts'

const ROUND_MS = 50
const ROUNDS = 200
/** A connection that is still there is ended again after this many rounds. */
const END_EVERY = 20

const Tracked = z.array(z.object({ name: z.string() }))

/** The open connections of a user by name, from the server's own tracking: unlike the statistics it is not seconds late. */
export async function sessionsOf(connection: RabbitmqConnection, name: string, options?: CallOptions): Promise<string[]> {
  const { body } = await connection.call('GET', ['connections', 'username', name], { doing: `list the connections of "${name}"`, ...options })
  return shaped(Tracked, body ?? []).map((each) => each.name)
}

/** Ends every connection of a user and waits until the server lists none; how many there were. `unavailable` when some outlive ten seconds. */
export async function endSessions(connection: RabbitmqConnection, name: string, options?: CallOptions): Promise<number> {
  const ended = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const open = await sessionsOf(connection, name, options)
    if (open.length === 0) return ended.size
    if (round % END_EVERY === 0 || open.some((each) => !ended.has(each)))
      await connection.call('DELETE', ['connections', 'username', name], { doing: `end the connections of "${name}"`, ...options })
    for (const each of open) ended.add(each)
    await sleep(ROUND_MS)
    stopIfAborted(options?.signal)
  }
  throw new TenureError('unavailable', 'The server was told to end the connections of the account, but some are still open')
}
