'use client'

import { useEffect, useState, type CSSProperties, type ReactNode } from 'react'
import type { Instant } from '#components/ui/instant.ts'
import { NowProvider } from '#components/ui/now.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { AREAS, type AreaId } from './areas.ts'
import { Bands } from './bands.tsx'
import { BottomBar, IN_BOTTOM_BAR } from './bottom-bar.tsx'
import { CommandPalette } from './command-palette.tsx'
import { GoToShortcut } from './go-to-shortcut.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { MoreDialog } from './more-dialog.tsx'
import type { PaletteItem } from './palette-item.ts'
import { Rail } from './rail.tsx'
import type { Theme } from './theme.ts'
import type { PaletteSearch } from './use-palette-search.ts'
import { UserMenu, type ShellUser } from './user-menu.tsx'

export type AppShellProps = {
  user: ShellUser
  /** The areas this person may open; all of them when left out. */
  allowed?: readonly AreaId[]
  /** What waits in an area. */
  counts?: Partial<Record<AreaId, number>>
  /** From the cookie: `toTheme(cookies.get('theme')?.value)`. */
  theme: Theme
  /** The server's now; relative times below are told from it. */
  now: Instant
  /** Banners: sample data, read-only session, view of the past, alarm. */
  bands?: ReactNode
  /** Actions that this person may start, for the palette. */
  actions?: readonly PaletteItem[]
  /** A server action that finds identities and leases. */
  search?: PaletteSearch
  /** A server action that ends the session. */
  signOut: () => void | Promise<void>
  children: ReactNode
}

/** What the server assumes until the browser has measured the bands. */
const ONE_BAND_PX = 32

/** The frame of every signed-in page: rail or bottom bar, bands, command palette, shortcuts, account. See AppShellProps. */
export function AppShell({ user, allowed, counts = {}, theme, now, bands, actions = [], search, signOut, children }: AppShellProps) {
  const [open, setOpen] = useState<'palette' | 'help' | 'more' | null>(null)
  const [bandsHeight, setBandsHeight] = useState(bands ? ONE_BAND_PX : 0)
  const change = (what: 'palette' | 'help' | 'more') => (next: boolean) => setOpen((before) => (next ? what : before === what ? null : before))
  const areas = AREAS.filter((area) => !allowed || allowed.includes(area.id))
  const pages: PaletteItem[] = areas.map((area) => ({ id: area.id, label: area.label, href: area.href, kind: 'page', hint: `g ${area.key}` }))

  useShortcut('?', () => setOpen('help'))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((before) => (before === 'palette' ? null : 'palette'))
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  const account = (folded: 'never' | 'below-rail') => <UserMenu user={user} theme={theme} signOut={signOut} onHelp={() => setOpen('help')} folded={folded} />
  return (
    <NowProvider now={now}>
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      {/* On a phone the page scrolls between bands and bottom bar, so that neither covers what somebody wants to touch. */}
      <div className="max-md:flex max-md:h-dvh max-md:flex-col print:block print:h-auto" style={{ '--shell-top': `${bandsHeight}px` } as CSSProperties}>
        {bands && <Bands onHeight={setBandsHeight}>{bands}</Bands>}
        <div className="flex max-md:min-h-0 max-md:flex-1">
          <Rail areas={areas} counts={counts} onSearch={() => setOpen('palette')} footer={account('below-rail')} />
          <main
            id="main"
            tabIndex={-1}
            className="min-w-0 flex-1 outline-none max-md:relative max-md:overflow-y-auto max-md:scroll-pb-14 print:overflow-visible"
          >
            {children}
          </main>
        </div>
        <BottomBar areas={areas} counts={counts} onMore={() => setOpen('more')} />
      </div>
      <MoreDialog
        open={open === 'more'}
        onOpenChange={change('more')}
        areas={areas.slice(IN_BOTTOM_BAR)}
        onSearch={() => setOpen('palette')}
        account={account('never')}
      />
      <CommandPalette open={open === 'palette'} onOpenChange={change('palette')} items={[...actions, ...pages]} search={search} />
      <HelpDialog open={open === 'help'} onOpenChange={change('help')} />
      {areas.map((area) => (
        <GoToShortcut key={area.id} keys={`g ${area.key}`} href={area.href} />
      ))}
    </NowProvider>
  )
}
