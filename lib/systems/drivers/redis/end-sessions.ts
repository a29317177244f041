import { setTimeout as sleep } from 'node:timers/promises'
import { TenureError } from '#lib/core/errors.ts'
import { listSessions } from './acl-user.ts'
import type { Send } from './connect.ts'

const ROUND_MS = 50
const ROUNDS = 200

/** Kills every connection of a user and waits until the server lists none; how many there were. `unavailable` when some outlive ten seconds. */
export async function endSessions(send: Send, user: string, signal?: AbortSignal): Promise<number> {
  const ended = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const open = (await listSessions(send)).filter((session) => session.user === user)
    if (open.length === 0) return ended.size
    // By their ids: a user that was deleted meanwhile cannot be named any more
    await Promise.all(open.map(({ id }) => send('CLIENT', 'KILL', 'ID', id)))
    for (const { id } of open) ended.add(id)
    await sleep(ROUND_MS, undefined, { signal })
  }
  throw new TenureError('unavailable', 'The server was told to end the connections of the user, but some are still open')
}
