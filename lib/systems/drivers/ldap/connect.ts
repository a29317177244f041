import { Attribute, Change, Client, type Filter } from 'ldapts'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, parseSettings } from '#lib/systems/driver.ts'
import { topmost } from './dn.ts'
import { BINARY, entryOf, type LdapEntry } from './entry.ts'
import { isResult, ldapError, stopIfAborted } from './errors.ts'
import { readRootDse, ROOT_DSE_ATTRIBUTES, type RootDse } from './root-dse.ts'
import { LdapSettings } from './schemas.ts'

const PAGE = 500
const NO_SUCH_OBJECT = 32
/** The answers of a directory that does not know an extended operation. */
const PROTOCOL_ERROR = 2
const UNWILLING = 53

export type Modification = { operation: 'add' | 'delete' | 'replace'; attribute: string; values: (Buffer | string)[] }

/** A connection that is logged in as Tenure, and what the directory said about itself. */
export type LdapSession = {
  root: RootDse
  settings: LdapSettings
  /** Where to look for entries. */
  bases: string[]
  /** One entry by its name, or null. */
  read(dn: string, attributes: readonly string[]): Promise<LdapEntry | null>
  /** Entries below `base`, a page at a time (RFC 2696). */
  pages(base: string, filter: Filter | string, attributes: readonly string[], scope?: 'sub' | 'one'): AsyncGenerator<LdapEntry[]>
  modify(dn: string, changes: readonly Modification[]): Promise<void>
  remove(dn: string): Promise<void>
  /** Who Tenure is to the directory (RFC 4532), such as `dn:cn=tenure,…`; empty where it does not tell. */
  whoAmI(): Promise<string>
}

export type LdapConnection = Connection & {
  kind: 'ldap'
  settings: LdapSettings
  /** Logs in, runs `work`, and closes; every failure comes out for people, with `doing` in it. */
  withSession<T>(options: (CallOptions & { doing: string }) | undefined, work: (session: LdapSession) => Promise<T>): Promise<T>
  /** The same for a reader that hands out what it reads: who opens it ends it. */
  open(options?: CallOptions): Promise<{ session: LdapSession; end(): Promise<void> }>
}

/** Rejects at once when the caller stops the call, whatever the library still waits for. */
function orStop<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(new TenureError('unavailable', 'The call to the directory was stopped before it was done', { cause: signal.reason }))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function clientFor(settings: LdapSettings) {
  const { host, port, tls, startTls, caCertificate, connectTimeoutMs, operationTimeoutMs } = settings
  const tlsOptions = {
    host,
    servername: /[a-z]/i.test(host) && !host.includes(':') ? host : '',
    rejectUnauthorized: tls === 'verify-full',
    ...(caCertificate ? { ca: caCertificate } : {}),
  }
  const secure = tls !== 'disable' && startTls === 'no'
  const place = host.includes(':') ? `[${host}]` : host
  const client = new Client({
    url: `${secure ? 'ldaps' : 'ldap'}://${place}:${port}`,
    timeout: operationTimeoutMs,
    connectTimeout: connectTimeoutMs,
    strictDN: false,
    ...(secure ? { tlsOptions } : {}),
  })
  return { client, upgrade: tls !== 'disable' && startTls === 'yes' ? () => client.startTLS(tlsOptions) : null }
}

/**
 * One call, on the login that was made: the library would silently connect again without logging in, and an anonymous answer reads like a directory
 * from which everything has vanished.
 */
async function asTenure<T>(client: Client, signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  const lost = () => new TenureError('unavailable', 'The directory closed the connection: run it again')
  stopIfAborted(signal)
  if (!client.isBound) throw lost()
  const result = await orStop(signal, call())
  if (!client.isBound) throw lost()
  return result
}

function sessionOn(client: Client, root: RootDse, settings: LdapSettings, signal: AbortSignal | undefined): LdapSession {
  const ask = <T>(call: () => Promise<T>) => asTenure(client, signal, call)
  return {
    root,
    settings,
    bases: topmost(settings.baseDns.length > 0 ? settings.baseDns : root.bases),
    async read(dn, attributes) {
      try {
        const found = await ask(() =>
          client.search(dn, { scope: 'base', filter: '(objectClass=*)', attributes: [...attributes], explicitBufferAttributes: BINARY }),
        )
        const [entry] = found.searchEntries
        return entry ? entryOf(entry) : null
      } catch (error) {
        if (isResult(error, NO_SUCH_OBJECT)) return null
        throw error
      }
    },
    async *pages(base, filter, attributes, scope = 'sub') {
      const found = client.searchPaginated(base, { scope, filter, attributes: [...attributes], paged: { pageSize: PAGE }, explicitBufferAttributes: BINARY })
      for (;;) {
        const page = await ask(() => found.next())
        if (page.done) return
        yield page.value.searchEntries.map(entryOf)
      }
    },
    async modify(dn, changes) {
      const list = changes.map(({ operation, attribute, values }) => {
        const bytes = values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value))
        return new Change({ operation, modification: new Attribute({ type: attribute, values: bytes }) })
      })
      await ask(() => client.modify(dn, list))
    },
    remove: (dn) => ask(() => client.del(dn)),
    async whoAmI() {
      try {
        return (await ask(() => client.exop('1.3.6.1.4.1.4203.1.11.3'))).value ?? ''
      } catch (error) {
        if (isResult(error, PROTOCOL_ERROR, UNWILLING)) return ''
        throw error
      }
    },
  }
}

/** A way to a directory with limits on everything that could wait; opens nothing until it is used. Each session has a connection of its own. */
export function connectLdap(raw: unknown): LdapConnection {
  const settings = parseSettings(LdapSettings, raw)

  async function open(options?: CallOptions) {
    const signal = options?.signal
    stopIfAborted(signal)
    const { client, upgrade } = clientFor(settings)
    const end = () => client.unbind().catch(() => {})
    try {
      if (upgrade) await orStop(signal, upgrade())
      await orStop(signal, client.bind(settings.username, settings.password))
      const [entry] = (
        await asTenure(client, signal, () =>
          client.search('', { scope: 'base', filter: '(objectClass=*)', attributes: ROOT_DSE_ATTRIBUTES, explicitBufferAttributes: BINARY }),
        )
      ).searchEntries
      if (!entry) throw new TenureError('forbidden', 'The directory does not show its root entry to Tenure: allow it, as in the guide')
      return { session: sessionOn(client, readRootDse(entryOf(entry)), settings, signal), end }
    } catch (error) {
      await end()
      throw error
    }
  }

  return {
    kind: 'ldap',
    settings,
    open,
    async withSession(options, work) {
      try {
        const { session, end } = await open(options)
        try {
          return await work(session)
        } finally {
          await end()
        }
      } catch (error) {
        stopIfAborted(options?.signal)
        throw ldapError(error, options?.doing ?? 'use the directory', [settings.password])
      }
    },
    close: async () => {},
  }
}
