'use client'

import type { RefObject } from 'react'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import type { Selection } from './use-selection.ts'

type RowKeys = { region: RefObject<HTMLElement | null>; active: boolean; selection: Selection | undefined }

/** j and k move from row to row, x selects the row that has the focus, o opens it (as Enter does), Esc lets go of the selection. */
export function useRowKeys({ region, active, selection }: RowKeys): void {
  const rows = () => Array.from(region.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])
  const current = () => (document.activeElement instanceof HTMLElement ? document.activeElement.closest<HTMLElement>('[data-row]') : null)
  const move = (step: 1 | -1) => (event: KeyboardEvent) => {
    if (!active) return
    const all = rows()
    const here = current()
    const target = all[here ? all.indexOf(here) + step : step === 1 ? 0 : all.length - 1]
    if (!target) return
    event.preventDefault()
    const goal = target.querySelector<HTMLElement>('[data-row-link]') ?? target.querySelector<HTMLElement>('a, button, input')
    goal?.focus({ preventScroll: true })
    target.scrollIntoView({ block: 'nearest' })
  }
  useShortcut('j', move(1))
  useShortcut('k', move(-1))
  useShortcut('x', () => {
    const id = current()?.dataset['row']
    if (active && id) selection?.toggle(id)
  })
  useShortcut('o', () => {
    if (active) current()?.querySelector<HTMLElement>('[data-row-link]')?.click()
  })
  useShortcut('Escape', (event) => {
    if (!active || !selection || selection.ids.length === 0) return
    event.preventDefault()
    selection.clear()
  })
}
