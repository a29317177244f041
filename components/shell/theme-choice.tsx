'use client'

import { Menu } from '@base-ui/react/menu'
import { Check, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'
import { MENU_ITEM, MENU_LABEL } from '#components/ui/menu-styles.ts'
import { THEMES, toTheme, type Theme } from './theme.ts'

const LOOK: Record<Theme, { label: string; icon: LucideIcon }> = {
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
  system: { label: 'As the system', icon: Monitor },
}

/** Light, dark or as the system: part of the user menu. Props: `theme`, `onTheme`. */
export function ThemeChoice({ theme, onTheme }: { theme: Theme; onTheme: (theme: Theme) => void }) {
  return (
    <Menu.RadioGroup value={theme} onValueChange={(value: string) => onTheme(toTheme(value))}>
      <Menu.Group>
        <Menu.GroupLabel className={MENU_LABEL}>Theme</Menu.GroupLabel>
        {THEMES.map((choice) => {
          const { label, icon: Icon } = LOOK[choice]
          return (
            <Menu.RadioItem key={choice} value={choice} className={MENU_ITEM}>
              <Icon aria-hidden="true" className="text-muted" />
              <span className="flex-1">{label}</span>
              <Menu.RadioItemIndicator>
                <Check aria-hidden="true" className="text-accent-ink" />
              </Menu.RadioItemIndicator>
            </Menu.RadioItem>
          )
        })}
      </Menu.Group>
    </Menu.RadioGroup>
  )
}
