import { createInterface } from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { adapterFactory } from './adapter-factory.mjs'
import { trace } from './log.mjs'

// Error codes of JSON-RPC: the engine's own (an error for the person at the keyboard), and "internal error"
const USER_FACING = 4466
const INTERNAL = -32603
// After a panic the WebAssembly instance is unusable; 101 is what the native engine's panics exit with
const PANICKED = 101
// These two read the schema after all migrations from a cache that only devDiagnostic fills on the same engine
const NEEDS_CACHE = new Set(['evaluateDataLoss', 'createMigration'])

/** Answers the requests on stdin, one line of JSON each, until stdin ends. */
export async function serve(engine, options) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = line.trim() ? JSON.parse(line) : {}
    // A line without a method is the answer to our own "print"
    if (!request.method) continue
    trace(`> ${request.method}`)
    // Should the engine never answer, and the process so come to its end, that is no success either
    process.exitCode = PANICKED
    try {
      const result = await call(engine, options, request)
      if (request.method === 'diff' && typeof result.stdout === 'string') {
        send({ id: `print-${request.id}`, method: 'print', params: { content: result.stdout } })
      }
      send({ id: request.id, result })
    } catch (error) {
      if (engine.panic()) {
        process.stderr.write(`The schema engine panicked: ${engine.panic()}\n`)
        process.exit(PANICKED)
      }
      trace(error?.stack ?? String(error))
      send({ id: request.id, error: toRpcError(error) })
    }
    process.exitCode = 0
  }
}

/** One engine per request: a WebAssembly engine can make a shadow database only once in its life. */
async function call({ SchemaEngine }, { datasource, datamodels }, { method, params }) {
  if (typeof SchemaEngine.prototype[method] !== 'function') throw new Error(`The stand-in for the schema engine has no method "${method}"`)
  const factory = adapterFactory(datasource)
  const bound = bindMigrationAwareSqlAdapterFactory(factory)
  try {
    const engine = await SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, trace, bound)
    if (NEEDS_CACHE.has(method)) await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
    return (await engine[method](params)) ?? {}
  } catch (error) {
    throw withCause(error, bound.errorRegistry)
  } finally {
    await factory.closeAll()
  }
}

/** The engine knows an error of the driver's that is not PostgreSQL's by number only: put its text in. */
function withCause(error, registry) {
  const text = error?.message?.replace(/External error id#(\d+)/, (number, id) => registry.consumeError(Number(id))?.error.message ?? number)
  if (text) error.message = text
  return error
}

function toRpcError(error) {
  const message = error?.message ?? String(error)
  if (!error?.code) return { code: INTERNAL, message, data: { is_panic: false, message, backtrace: null } }
  return { code: USER_FACING, message: 'An error happened.', data: { is_panic: false, message, meta: error.meta ?? null, error_code: error.code } }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}
