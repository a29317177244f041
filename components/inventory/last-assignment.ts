'use client'

import { useSyncExternalStore } from 'react'

/** What somebody assigned last in this browser tab, so that it can be taken back from the list for ten minutes. */
export type LastAssignment = { ids: string[]; title: string; at: number }

const KEY = 'tenure.lastAssignment'
const listeners = new Set<() => void>()

/** Remembers it, or forgets it (null). Runs in the browser. */
export function rememberAssignment(assignment: LastAssignment | null): void {
  if (assignment) sessionStorage.setItem(KEY, JSON.stringify(assignment))
  else sessionStorage.removeItem(KEY)
  for (const listener of listeners) listener()
}

/** What was assigned last, or null; always null on the server. */
export function useLastAssignment(): LastAssignment | null {
  const text = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(KEY),
    () => null,
  )
  // Only rememberAssignment writes under this key.
  return text ? (JSON.parse(text) as LastAssignment) : null
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
