import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { log } from './log.mjs'

/**
 * Instantiates the WebAssembly engine. `panic()` returns the message of a panic, or null: without the registry below
 * a panic ends the process silently with exit code 0, and Prisma's command line reports success.
 */
export async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const require = createRequire(import.meta.url)
  const wasm = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { './schema_engine_bg.js': glue })
  let panicMessage = null
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panicMessage = message
      log('ERROR', { message })
    },
  }
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return { SchemaEngine: glue.SchemaEngine, version: glue.version(), panic: () => panicMessage }
}
