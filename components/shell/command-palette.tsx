'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toRoute } from '#components/ui/to-route.ts'
import { groupItems, matchItems, type PaletteGroup, type PaletteItem } from './palette-item.ts'
import { usePaletteSearch, type PaletteSearch } from './use-palette-search.ts'

type CommandPaletteProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Pages and actions, known beforehand. */
  items: readonly PaletteItem[]
  /** Finds identities and leases on the server. */
  search?: PaletteSearch | undefined
}

/** Finds pages, actions, identities and leases; opens with ⌘K or Ctrl K. Props: `open`, `onOpenChange`, `items`, `search`. */
export function CommandPalette({ open, onOpenChange, items, search }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center px-3 pt-[12vh]">
          <Dialog.Popup
            aria-label="Find"
            className="flex max-h-[min(32rem,76vh)] w-full max-w-xl flex-col overflow-hidden rounded-lg border bg-surface shadow-overlay outline-none"
          >
            <PaletteBody items={items} search={search} onDone={() => onOpenChange(false)} />
            <Dialog.Close className="sr-only">Close</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody({ items, search, onDone }: { items: readonly PaletteItem[]; search: PaletteSearch | undefined; onDone: () => void }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const { items: found, searching, failed } = usePaletteSearch(search, text)
  const groups = groupItems([...matchItems(items, text), ...found])
  const follow = (item: PaletteItem) => {
    onDone()
    router.push(toRoute(item.href))
  }
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={text}
      onValueChange={setText}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label="Find pages, actions, identities and leases"
          placeholder="Find pages, actions, identities and leases"
          className="h-11 w-full bg-transparent text-base text-ink outline-none"
        />
      </div>
      <Autocomplete.Status className="sr-only">{searching ? 'Searching' : ''}</Autocomplete.Status>
      <div className="relative min-h-0 overflow-y-auto p-1" aria-busy={searching}>
        <Autocomplete.List>
          {(group: PaletteGroup) => (
            <Autocomplete.Group key={group.value} items={group.items} className="mb-1 last:mb-0">
              <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-muted">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: PaletteItem) => (
                  <Autocomplete.Item
                    key={item.id}
                    value={item}
                    onClick={() => follow(item)}
                    className="flex min-h-9 cursor-default items-center gap-3 rounded-sm px-2 text-sm text-ink outline-none select-none data-highlighted:bg-hover"
                  >
                    <span className="min-w-0 flex-1 truncate">{item.label}</span>
                    {item.hint && <span className="shrink-0 text-xs text-muted">{item.hint}</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
        {groups.length === 0 && (
          <p className="px-2 py-6 text-center text-sm text-muted">
            {searching ? 'Searching' : failed ? 'The search did not answer. Type on to try again.' : `Nothing is called “${text.trim()}”.`}
          </p>
        )}
        {groups.length > 0 && failed && <p className="px-2 py-2 text-xs text-muted">Identities and leases could not be searched. Type on to try again.</p>}
      </div>
    </Autocomplete.Root>
  )
}
