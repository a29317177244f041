'use client'

import { useEffect, useEffectEvent } from 'react'
import { shortcutsAreOn } from './shortcut-setting.ts'

/** Single keys may be waited for one after the other ("g i"); the second has a second to follow. */
const SEQUENCE_MS = 1_000
let before: { key: string; at: number } | null = null

if (typeof window !== 'undefined') {
  // Runs after the listeners of all shortcuts, so that each of them sees the key that came before this one.
  window.addEventListener('keydown', (event) => {
    before = isPlain(event) ? { key: event.key, at: event.timeStamp } : null
  })
}

/**
 * Calls `run` when somebody presses `keys`: one key ("j", "/", "?") or two in a row ("g i"). Never while typing, while a dialog
 * or menu is open, with a modifier, or when single-key shortcuts are switched off (WCAG 2.1.4).
 */
export function useShortcut(keys: string, run: (event: KeyboardEvent) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !isPlain(event) || isTyping(event.target) || somethingIsOpen() || !shortcutsAreOn()) return
    const [first, second] = keys.split(' ')
    const follows = before !== null && event.timeStamp - before.at < SEQUENCE_MS
    const matches = second ? event.key === second && follows && before?.key === first : event.key === first && !(follows && before?.key === 'g')
    if (matches) run(event)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

const isPlain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length >= 1 && !event.isComposing

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox]'))
  )
}

/** A passing message is a dialog of its own kind: it takes no keys from the page. */
const somethingIsOpen = () => document.querySelector(':is([role=dialog], [role=alertdialog], [role=menu], [role=listbox]):not([data-toasts] *)') !== null
