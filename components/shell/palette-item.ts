/** Something the command palette can open. Results of the search are grouped by `kind`. */
export type PaletteItem = {
  id: string
  label: string
  href: string
  kind: PaletteKind
  /** A quiet word at the end: class, system, state. */
  hint?: string
  /** More words by which it is found. */
  keywords?: string
}

export const PALETTE_KINDS = { action: 'Actions', page: 'Go to', identity: 'Identities', lease: 'Leases', request: 'Requests', system: 'Systems' } as const
export type PaletteKind = keyof typeof PALETTE_KINDS
export type PaletteGroup = { value: string; items: PaletteItem[] }

/** Those of the items that contain every word of the query, in their own order. */
export function matchItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return items.filter((item) => {
    const text = `${item.label} ${item.keywords ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Items under the headings of their kinds; kinds without items are left out. */
export function groupItems(items: readonly PaletteItem[]): PaletteGroup[] {
  const kinds = Object.keys(PALETTE_KINDS) as PaletteKind[]
  return kinds.map((kind) => ({ value: PALETTE_KINDS[kind], items: items.filter((item) => item.kind === kind) })).filter((group) => group.items.length > 0)
}
