/** The look that menus share, wherever they open from. */
export const MENU_POPUP =
  'max-h-(--available-height) min-w-44 max-w-80 overflow-y-auto rounded-md border bg-surface p-1 text-sm text-ink shadow-overlay outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'

export const MENU_ITEM =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-disabled:text-faint data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

export const MENU_LABEL = 'px-2 pt-1.5 pb-1 text-xs font-medium text-muted'
