import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { TenureError } from '#lib/core/errors.ts'
import { processIdentity } from './process-identity.ts'

const RETRY_MS = 50

/**
 * Runs `work` while nobody else, in this process or another one of this machine, holds the lock file at `path`. The
 * lock of a dead process is taken over. Throws `unavailable` when a living one keeps it longer than `patienceMs`.
 */
export async function withLockFile<T>(path: string, work: () => Promise<T>, patienceMs = 120_000): Promise<T> {
  await acquire(path, patienceMs)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

async function acquire(path: string, patienceMs: number): Promise<void> {
  // A link, unlike an exclusive creation, appears together with its content
  const ticket = `${path}.${randomUUID()}`
  writeFileSync(ticket, processIdentity(process.pid) ?? String(process.pid))
  try {
    const deadline = performance.now() + patienceMs
    while (!linked(ticket, path)) {
      const holder = contentOf(path)
      if (holder !== null && isDead(holder)) takeAway(path, holder)
      else if (performance.now() > deadline)
        throw new TenureError('unavailable', `Process ${holder?.split(' ')[0] ?? '?'} holds ${path} and does not finish: end it, then try again`)
      else await setTimeout(RETRY_MS)
    }
  } finally {
    rmSync(ticket, { force: true })
  }
}

function isDead(holder: string): boolean {
  return processIdentity(Number.parseInt(holder, 10)) !== holder
}

/** Removes the lock of a dead holder. Of several processes that try it, the rename lets one succeed. */
function takeAway(path: string, deadHolder: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  // A rival was quicker and this is its new lock: give it back
  if (contentOf(aside) !== deadHolder) linked(aside, path)
  rmSync(aside, { force: true })
}

function linked(ticket: string, path: string): boolean {
  try {
    linkSync(ticket, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
