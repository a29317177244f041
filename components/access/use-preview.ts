'use client'

import { useEffect, useState } from 'react'

export type Preview = { outcome: 'permit' | 'review' | 'deny'; reasons: string[]; policyVersion: number | null }
export type PreviewAnswer = { state: 'idle' } | { state: 'asking' } | { state: 'failed' } | { state: 'answered'; preview: Preview }

const PAUSE_MS = 300

/** What policy would answer to what is typed, asked a moment after the last change. Null as wish asks nothing. */
export function usePreview(preview: (wish: Record<string, unknown>) => Promise<Preview | null>, wish: Record<string, unknown> | null): PreviewAnswer {
  const [answer, setAnswer] = useState<PreviewAnswer>({ state: 'idle' })
  const key = wish === null ? null : JSON.stringify(wish)
  useEffect(() => {
    if (key === null) return
    let current = true
    const timer = setTimeout(async () => {
      setAnswer((before) => (before.state === 'answered' ? before : { state: 'asking' }))
      const next = await preview(JSON.parse(key)).catch(() => null)
      if (current) setAnswer(next ? { state: 'answered', preview: next } : { state: 'failed' })
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [key, preview])
  return key === null ? { state: 'idle' } : answer
}
