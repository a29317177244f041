#!/usr/bin/env node
/**
 * Stands in for Prisma's native `schema-engine` binary, which is not on npm: the same command line and the same
 * JSON-RPC over stdio, with the WebAssembly build of the engine inside and node-postgres as its driver.
 * `prisma.config.ts` points Prisma's command line at this file.
 */
import { runDatabaseCommand } from './schema-engine/database-command.mjs'
import { loadEngine } from './schema-engine/load-engine.mjs'
import { readOptions } from './schema-engine/read-options.mjs'
import { serve } from './schema-engine/serve.mjs'

const options = readOptions(process.argv.slice(2))

if (options.version) console.log(`schema-engine-cli ${(await loadEngine()).version}`)
else if (options.databaseCommand) process.exitCode = await runDatabaseCommand(options.databaseCommand, options.datasource)
else {
  await serve(await loadEngine(), options)
  process.exit()
}
