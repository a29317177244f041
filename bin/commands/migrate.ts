import { configPart } from '#lib/config/config.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'

/** `tenure migrate`: brings the database up to date, and makes it when it is missing. Needs DATABASE_URL. */
export async function migrate(): Promise<number> {
  const applied = await migrateDeploy(configPart('DATABASE_URL').DATABASE_URL)
  for (const name of applied) process.stdout.write(`applied ${name}\n`)
  if (applied.length === 0) process.stdout.write('The database is up to date\n')
  return 0
}
