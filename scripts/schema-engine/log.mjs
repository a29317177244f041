/** Writes one line of the structured log that Prisma's command line reads from the engine's stderr. */
export function log(level, fields) {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, target: 'schema_engine::logger', fields })}\n`)
}

/** Prints what passes between the two sides when SCHEMA_ENGINE_TRACE is set; silent otherwise. */
export function trace(text) {
  if (process.env.SCHEMA_ENGINE_TRACE) process.stderr.write(`${text}\n`)
}
