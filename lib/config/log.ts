import { type Logger, pino } from 'pino'

export type { Logger }

const SECRETS = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.authorization',
  '*.cookie',
  'headers.authorization',
  'headers.cookie',
]

/** A structured log on standard output, a JSON object a line, that names its process and leaves out whatever is called a secret. */
export function createLog(level: string, name: string): Logger {
  return pino({ level, name, redact: { paths: SECRETS, censor: '[left out]' }, timestamp: pino.stdTimeFunctions.isoTime })
}
