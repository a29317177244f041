import { readFileSync } from 'node:fs'

/**
 * Reads the arguments with which Prisma's command line starts the engine.
 * @param {string[]} args
 */
export function readOptions(args) {
  const valuesOf = (name) => args.flatMap((argument, at) => (argument === name ? [args[at + 1]] : []))
  const cli = args.indexOf('cli')
  return {
    version: args.includes('--version'),
    databaseCommand: cli < 0 ? null : (args[cli + 1] ?? ''),
    /** @type {{ url?: string, shadowDatabaseUrl?: string }} */
    datasource: JSON.parse(valuesOf('--datasource')[0] ?? '{}'),
    datamodels: valuesOf('--datamodels').map((path) => [path, readFileSync(path, 'utf8')]),
  }
}
