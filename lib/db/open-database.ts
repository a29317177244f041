import pg from 'pg'

const NO_SUCH_DATABASE = '3D000'
// duplicate_database; and unique_violation, when two are created in the same moment
const EXISTS_ALREADY = new Set(['42P04', '23505'])

/** Connects to the database of a connection string, and creates it first when the server does not have it. The caller ends the session. */
export async function openDatabase(connectionString: string): Promise<pg.Client> {
  try {
    return await connect(connectionString)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === NO_SUCH_DATABASE)) throw error
  }
  await createDatabase(connectionString)
  return connect(connectionString)
}

async function createDatabase(connectionString: string): Promise<void> {
  const maintenance = new URL(connectionString)
  const name = decodeURIComponent(maintenance.pathname.slice(1))
  maintenance.pathname = '/postgres'
  const client = await connect(String(maintenance))
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } catch (error) {
    // Somebody who starts at the same time was first
    if (!(error instanceof pg.DatabaseError && EXISTS_ALREADY.has(error.code ?? ''))) throw error
  } finally {
    await client.end()
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}
