import pg from 'pg'

/**
 * Calls `notice` for each NOTIFY on a channel, over a connection of its own that is opened again whenever it breaks.
 * Notices sent while it is broken are lost: whoever listens also polls.
 */
export async function listen(url: string, channel: string, notice: () => void): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let client: pg.Client | undefined
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'tenure listen' })
    next.on('notification', notice)
    next.on('error', () => {})
    next.on('end', () => {
      if (!stopped) setTimeout(() => void connect().catch(() => {}), 1_000).unref()
    })
    await next.connect()
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    client = next
  }
  await connect()
  return {
    async stop() {
      stopped = true
      await client?.end()
    },
  }
}
