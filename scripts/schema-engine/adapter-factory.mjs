import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const CHAR_OID = 18
const TEXT_OID = 25

/**
 * The connections that the engine asks for, and `closeAll` to end those that it left open: it does not dispose of
 * them after an error.
 * @param {{ url?: string, shadowDatabaseUrl?: string }} datasource
 */
export function adapterFactory({ url, shadowDatabaseUrl }) {
  const open = new Set()
  const connect = async (connectionString, afterwards = async () => {}) => {
    const adapter = fillGaps(await new PrismaPg({ connectionString, max: 1 }).connect())
    const end = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      if (!open.delete(adapter)) return
      await end()
      await afterwards()
    }
    open.add(adapter)
    return adapter
  }
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    connectToShadowDb: () => (shadowDatabaseUrl ? connect(shadowDatabaseUrl) : connectToNewDatabase(url, connect)),
    async closeAll() {
      for (const adapter of open) await adapter.dispose().catch(() => {})
    },
  }
}

/**
 * A shadow database of our own. adapter-pg's `connectToShadowDb` adds the new name beside the connection string,
 * which node-postgres prefers, and so would replay every migration on the main database.
 */
async function connectToNewDatabase(url, connect) {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE "${name}"`)
  const shadow = new URL(url)
  shadow.pathname = `/${name}`
  return connect(String(shadow), async () => {
    await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    await admin.end()
  })
}

/** Two gaps of adapter-pg that only the schema engine meets. */
function fillGaps(adapter) {
  // The catalogues' type "char" has no mapping there: read it as text, and tell the engine that it is a character
  const { performIO, queryRaw, onError } = adapter
  const charColumns = new WeakMap()
  adapter.performIO = async (query) => {
    const result = await performIO.call(adapter, query)
    const found = result.fields.flatMap((field, at) => (field.dataTypeID === CHAR_OID ? [at] : []))
    for (const at of found) result.fields[at].dataTypeID = TEXT_OID
    charColumns.set(query, found)
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw.call(adapter, query)
    for (const at of charColumns.get(query)) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  // Its executeScript splits at every semicolon, which tears functions and DO blocks apart: send the script whole
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script)
    } catch (error) {
      onError.call(adapter, error)
    }
  }
  return adapter
}
