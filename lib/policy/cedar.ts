import { createRequire } from 'node:module'
import v8 from 'node:v8'
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs'

let loaded: typeof Cedar | undefined

/**
 * Cedar's WebAssembly engine. On Node 20 a long run of calls aborts the process in the optimising compiler
 * ("unreachable code" in the deoptimizer); the flag must be set before the module is instantiated.
 */
export function cedar(): typeof Cedar {
  if (!loaded) {
    v8.setFlagsFromString('--no-turbo-inline-js-wasm-calls')
    loaded = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as typeof Cedar
  }
  return loaded
}
