export const SYNC_STATES = ['queued', 'running', 'succeeded', 'failed'] as const
export type SyncState = (typeof SYNC_STATES)[number]

/** Whether a run has reached its end, good or bad: it is never taken up again. */
export function isOver(state: string): boolean {
  return state === 'succeeded' || state === 'failed'
}

/** Uploads are stored in pieces of this size, 512 of them at most. */
export const CHUNK_BYTES = 1024 * 1024
export const MAX_CHUNKS = 512
export const UPLOAD_TOO_BIG = 'The file is larger than 512 MiB: export one account or part at a time'
/** How many imports of one system may wait at a time. */
export const MAX_OPEN_IMPORTS = 10

/** The name of the lock that whoever discovers or imports a system holds. */
export const syncLock = (systemId: string) => `sync:${systemId}`
