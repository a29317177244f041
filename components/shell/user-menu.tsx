'use client'

import { Menu } from '@base-ui/react/menu'
import { Keyboard, LogOut } from 'lucide-react'
import { useState, useTransition } from 'react'
import { cn } from '#components/ui/cn.ts'
import { MENU_ITEM, MENU_POPUP } from '#components/ui/menu-styles.ts'
import { ThemeChoice } from './theme-choice.tsx'
import { chooseTheme, type Theme } from './theme.ts'

export type ShellUser = { name: string /** In words: "Identity owner". */; roles: readonly string[] }

type UserMenuProps = {
  user: ShellUser
  theme: Theme
  signOut: () => void | Promise<void>
  onHelp: () => void
  className?: string /** Whether only the initials show: `below-rail` in the folded rail, `never` elsewhere. */
  folded?: 'never' | 'below-rail'
}

/** Who is signed in and with which roles; theme, shortcuts, sign out. Props: `user`, `theme`, `signOut` (a server action), `onHelp`. */
export function UserMenu({ user, theme, signOut, onHelp, className, folded = 'below-rail' }: UserMenuProps) {
  const [chosen, setChosen] = useState(theme)
  const [, start] = useTransition()
  const change = (next: Theme) => {
    chooseTheme(next)
    setChosen(next)
  }
  return (
    <Menu.Root>
      <Menu.Trigger className={cn('flex h-10 w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover data-popup-open:bg-hover', className)}>
        <span aria-hidden="true" className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-ink">
          {initials(user.name)}
        </span>
        <span className={cn('min-w-0 flex-1', folded === 'below-rail' && 'max-rail:sr-only')}>
          <span className="block truncate text-sm font-medium text-ink">{user.name}</span>
          <span className="block truncate text-xs text-muted">{user.roles.join(', ')}</span>
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-50 outline-none">
          <Menu.Popup className={cn(MENU_POPUP, 'w-56')}>
            <div className="px-2 py-1.5">
              <p className="truncate text-sm font-medium">{user.name}</p>
              <p className="text-xs text-muted">{user.roles.join(', ') || 'No role'}</p>
            </div>
            <Menu.Separator className="-mx-1 my-1 h-px bg-line" />
            <ThemeChoice theme={chosen} onTheme={change} />
            <Menu.Separator className="-mx-1 my-1 h-px bg-line" />
            <Menu.Item className={MENU_ITEM} onClick={onHelp}>
              <Keyboard aria-hidden="true" className="text-muted" />
              Keyboard shortcuts
            </Menu.Item>
            <Menu.Item className={MENU_ITEM} onClick={() => start(async () => signOut())}>
              <LogOut aria-hidden="true" className="text-muted" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase()
}
