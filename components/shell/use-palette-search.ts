'use client'

import { useEffect, useState } from 'react'
import type { PaletteItem } from './palette-item.ts'

export type PaletteSearch = (query: string) => Promise<readonly PaletteItem[]>
type Answer = { query: string; items: readonly PaletteItem[]; failed: boolean }

const PAUSE_MS = 160
const SHORTEST = 2

/** Asks the server what matches, when somebody pauses typing. Answers to a query that is no longer in the box are dropped. */
export function usePaletteSearch(search: PaletteSearch | undefined, text: string): { items: readonly PaletteItem[]; searching: boolean; failed: boolean } {
  const [answer, setAnswer] = useState<Answer>({ query: '', items: [], failed: false })
  const query = text.trim()
  const wanted = search !== undefined && query.length >= SHORTEST
  useEffect(() => {
    if (!wanted) return
    let current = true
    const timer = setTimeout(async () => {
      try {
        const items = await search(query)
        if (current) setAnswer({ query, items, failed: false })
      } catch {
        if (current) setAnswer({ query, items: [], failed: true })
      }
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [search, query, wanted])
  if (!wanted) return { items: [], searching: false, failed: false }
  return { items: answer.items, searching: answer.query !== query, failed: answer.failed && answer.query === query }
}
