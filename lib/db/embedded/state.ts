import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'

/** What outlives the process that started a server. `home` is where its data lies: relative to the directory, or absolute when outside it. */
const ServerState = z.object({ port: z.int().min(1).max(65_535), password: z.string().min(1), home: z.string().min(1) })
export type ServerState = z.infer<typeof ServerState>

const fileOf = (directory: string) => join(directory, 'state.json')

/** The state that is kept in `directory`, or null before the first start. */
export function readState(directory: string): ServerState | null {
  const file = fileOf(directory)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new TenureError('unavailable', `${file} cannot be read: start as the user who started it first, or remove ${directory} to start over`, {
      cause: error,
    })
  }
  const parsed = ServerState.safeParse(parseJson(text))
  if (!parsed.success) throw new TenureError('unavailable', `${file} is damaged: restore it, or remove ${directory} to start over`, { cause: parsed.error })
  return parsed.data
}

/** Replaces the state in one step; only this process's user may read it, because it holds the password. */
export function writeState(directory: string, state: ServerState): void {
  const unfinished = `${fileOf(directory)}.new`
  writeFileSync(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, fileOf(directory))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
