'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cn } from './cn.ts'
import { shortenMiddle } from './shorten-middle.ts'

type CopyableIdProps = {
  id: string
  /** What it is, for the announcement: "lease id". */
  what?: string
  head?: number
  tail?: number
  /** Show it whole; it may wrap. */
  whole?: boolean
}

/** An identifier in monospace, shortened in the middle, copied whole on click. Props: `id`, `what` ("id"), `head` (8), `tail` (6), `whole`. */
export function CopyableId({ id, what = 'id', head = 8, tail = 6, whole = false }: CopyableIdProps) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Not copied: the browser refused'>('')
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(''), 2_000)
    return () => clearTimeout(timer)
  }, [said])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id)
      setSaid('Copied')
    } catch {
      setSaid('Not copied: the browser refused')
    }
  }
  return (
    <span className="inline-flex max-w-full items-baseline">
      <button
        type="button"
        onClick={copy}
        title={id}
        className={cn(
          'group -my-0.5 inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm text-left font-mono text-xs text-ink hover:text-accent-ink',
          !whole && 'whitespace-nowrap',
        )}
      >
        <span aria-hidden="true" className={whole ? 'break-all' : 'min-w-0 truncate py-0.5'}>
          {whole ? id : shortenMiddle(id, head, tail)}
        </span>
        <span className="sr-only">
          Copy {what} {id}
        </span>
        {said === 'Copied' ? (
          <Check aria-hidden="true" className="size-3.5 shrink-0 text-good-ink" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5 shrink-0 text-faint group-hover:text-accent-ink" />
        )}
      </button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </span>
  )
}
