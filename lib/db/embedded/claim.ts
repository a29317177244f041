import pg from 'pg'

// The key of an advisory lock that every user of the server shares for as long as it needs the server
const CLAIM_KEY = 7_237_684

// node-postgres has these two methods (client.js), its types do not
type Referable = { ref(): void; unref(): void }
const eventLoopHold = (client: pg.Client) => client as pg.Client & Referable

export type Claim = {
  /** Gives the claim up. True when it was the last one, and the server may be stopped. */
  release(): Promise<boolean>
}

/** Claims the server behind `url` (its database `postgres`) through a session: the claim of a killed process ends with it. */
export async function claimServer(url: string): Promise<Claim> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenure claim' })
  // A server that is stopped under us takes the claim with it
  client.on('error', () => {})
  await client.connect()
  await client.query('SELECT pg_advisory_lock_shared($1)', [CLAIM_KEY])
  eventLoopHold(client).unref()
  return {
    async release() {
      // Nothing else may keep the process alive until the answers are here
      eventLoopHold(client).ref()
      try {
        await client.query('SELECT pg_advisory_unlock_shared($1)', [CLAIM_KEY])
        const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [CLAIM_KEY])
        return rows[0]?.last ?? false
      } catch {
        return true
      } finally {
        await client.end().catch(() => {})
      }
    },
  }
}
