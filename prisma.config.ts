import { join } from 'node:path'
import { defineConfig } from 'prisma/config'

// Prisma fetches its native schema engine from a server of its own; the stand-in runs npm's WebAssembly build of it.
// Windows cannot start a script as a program, so the native engine stays in use there.
if (process.platform !== 'win32') process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= join(import.meta.dirname, 'scripts/schema-engine.mjs')
// No call home
process.env['CHECKPOINT_DISABLE'] ??= '1'

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // Nothing connects for `generate`, `validate` and `format`, but the file must name some address
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://nobody@127.0.0.1:1/none' },
})
