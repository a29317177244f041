import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Where the stack that the browser tests run against says what it started. */
export const STATE_FILE = path.resolve(import.meta.dirname, '../../.tenure/e2e/stack.json')

/** `target` is a real PostgreSQL with the group role app_reader; `lyingPort` leads to it through a proxy that pretends that accounts were dropped. */
export type Stack = {
  url: string
  controlPlane: string
  target: { host: string; port: number; lyingPort: number; database: string; username: string; password: string; superuserPassword: string }
  databaseUrl: string
  publicKeyPem: string
}

export const stack = (): Stack => JSON.parse(readFileSync(STATE_FILE, 'utf8')) as Stack
