import { z } from 'zod'
import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredActivity, externalKey } from '#lib/systems/discovered.ts'
import type { RabbitmqConnection } from './connect.ts'
import { shaped } from './errors.ts'

const PAGE = 500
const COLUMNS = 'name,user,vhost,protocol,connected_at,peer_host,ssl,auth_mechanism,client_properties.connection_name'

const Session = z.object({
  name: z.string().catch('unnamed'),
  user: z.string().optional(),
  vhost: z.string().nullish().catch(null),
  protocol: z.string().nullish().catch(null),
  connected_at: z.number().optional(),
  peer_host: z.string().nullish().catch(null),
  ssl: z.boolean().nullish().catch(null),
  auth_mechanism: z.string().nullish().catch(null),
  client_properties: z
    .object({ connection_name: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
const Page = z.object({ page_count: z.number(), items: z.array(Session) })

type Session = z.infer<typeof Session>
export type OpenSession = Session & { user: string; connected_at: number }

/** A connection of which the statistics know only the beginning, or that came through no login, has no user or no date yet. */
const isComplete = (session: Session): session is OpenSession => session.user !== undefined && session.connected_at !== undefined

/** The open connections, a page at a time, from the server's statistics, which are some seconds late. */
export async function* readSessions(connection: RabbitmqConnection, options?: CallOptions): AsyncGenerator<OpenSession[]> {
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const query = { page, page_size: PAGE, columns: COLUMNS }
    const { body, status } = await connection.call('GET', ['connections'], { doing: 'list the open connections', query, ...options })
    // The last pages vanish when connections end while they are read.
    if (status === 404) return
    const parsed = shaped(Page, body)
    pages = parsed.page_count
    yield parsed.items.filter(isComplete)
  }
}

const text = (value: string | null | undefined): string | null => value?.slice(0, 256) ?? null

/** An open connection as a use: one event, however often it is seen. Of what the client says of itself only its name is taken. */
export function activityOf(session: OpenSession): DiscoveredActivity {
  const at = new Date(session.connected_at)
  return {
    type: 'activity',
    identityExternalId: session.user,
    externalId: externalKey(session.user, session.name, at.toISOString()),
    at,
    action: 'session.open',
    resource: session.vhost ? session.vhost : null,
    sourceAddress: session.peer_host ? text(session.peer_host) : null,
    outcome: 'success',
    attributes: {
      protocol: text(session.protocol),
      encrypted: session.ssl ?? null,
      authentication: text(session.auth_mechanism),
      client: text(session.client_properties?.connection_name),
    },
  }
}
