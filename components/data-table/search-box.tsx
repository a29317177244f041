'use client'

import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { valueOf } from './list-query.ts'
import type { List } from './use-list.ts'

const PAUSE_MS = 250

/** The list's text search, bound to `q` in the URL: looks when somebody pauses typing, or at once on Enter. `/` focuses it, Esc leaves it. Props: `list`, `label` ("Search identities"). */
export function SearchBox({ list, label }: { list: List; label: string }) {
  const inUrl = valueOf(list.query, 'q')
  const [text, setText] = useState(inUrl)
  const [seen, setSeen] = useState(inUrl)
  const box = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // The URL changed by another way (back, "clear all"): it wins over what stands in the box.
  if (seen !== inUrl) {
    setSeen(inUrl)
    setText(inUrl)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useShortcut('/', (event) => {
    event.preventDefault()
    box.current?.select()
  })

  const search = (value: string) => {
    clearTimeout(timer.current)
    const wanted = value.trim()
    if (wanted === inUrl) return
    setSeen(wanted)
    list.go({ q: wanted || null }, 'replace')
  }
  const type = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => search(value), PAUSE_MS)
  }
  return (
    <search className="relative w-full md:w-72">
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={box}
        type="search"
        name="q"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(text)
          if (event.key !== 'Escape') return
          // A search input would clear itself.
          event.preventDefault()
          event.currentTarget.blur()
        }}
        autoComplete="off"
        spellCheck={false}
        className="h-8 w-full rounded-md border border-line-control/80 bg-surface pr-8 pl-8 text-sm text-ink hover:border-line-control focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      <span aria-hidden="true" className="pointer-events-none absolute top-1.5 right-1.5 max-md:hidden">
        <Kbd keys="/" />
      </span>
    </search>
  )
}
