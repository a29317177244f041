import type { Actor } from '#lib/core/actor.ts'
import type { Keyring } from '#lib/crypto/envelope.ts'
import type { Db } from '#lib/db/client.ts'
import type { Pool } from '#lib/db/pool.ts'

/** What the edge knows about one call: where the data is, who asks, when, and under which request id. */
export type Context = {
  db: Db
  pool: Pool
  keyring: Keyring
  actor: Actor
  now: Date
  requestId: string | null
}
