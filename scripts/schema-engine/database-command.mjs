import pg from 'pg'
import { log } from './log.mjs'

// The codes of Prisma's error reference for what node-postgres and PostgreSQL report
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1010', '42P04': 'P1009', ECONNREFUSED: 'P1001' }
const UNREACHABLE = 'P1001'

/**
 * `cli can-connect-to-database | create-database | drop-database`: answers with an exit code and one line of log.
 * @param {string} command
 * @param {{ url?: string }} datasource
 */
export async function runDatabaseCommand(command, { url }) {
  // Prisma's command line skips the first line of stderr
  process.stderr.write('\n')
  try {
    const target = new URL(url)
    const database = pg.escapeIdentifier(decodeURIComponent(target.pathname.slice(1)) || 'postgres')
    const maintenance = new URL(target)
    maintenance.pathname = '/postgres'
    if (command === 'can-connect-to-database') await runOn(target, 'SELECT 1')
    else if (command === 'create-database') await runOn(maintenance, `CREATE DATABASE ${database}`)
    else if (command === 'drop-database') await runOn(maintenance, `DROP DATABASE ${database} WITH (FORCE)`)
    else throw new Error(`The stand-in for the schema engine has no command "cli ${command}"`)
    return 0
  } catch (error) {
    log('ERROR', { is_panic: false, error_code: PRISMA_CODES[error.code] ?? UNREACHABLE, message: error.message || String(error), meta: {} })
    return 1
  }
}

async function runOn(url, sql) {
  const client = new pg.Client({ connectionString: String(url) })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
