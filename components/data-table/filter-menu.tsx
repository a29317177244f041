'use client'

import { Menu } from '@base-ui/react/menu'
import { Check, ChevronRight, ListFilter } from 'lucide-react'
import { buttonStyles } from '#components/ui/button-styles.ts'
import { cn } from '#components/ui/cn.ts'
import { MENU_ITEM, MENU_POPUP } from '#components/ui/menu-styles.ts'
import type { Filter } from './filter.ts'
import { valuesOf } from './list-query.ts'
import type { List } from './use-list.ts'

/** Adds and changes filters: one submenu per field. Props: `list`, `filters`. */
export function FilterMenu({ list, filters }: { list: List; filters: readonly Filter[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonStyles({ variant: 'secondary' })}>
        <ListFilter aria-hidden="true" />
        Filter
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-50 outline-none">
          <Menu.Popup className={MENU_POPUP}>
            {filters.map((filter) => (
              <Menu.SubmenuRoot key={filter.id}>
                <Menu.SubmenuTrigger className={cn(MENU_ITEM, 'data-popup-open:bg-hover')}>
                  <span className="flex-1 first-letter:uppercase">{filter.field}</span>
                  <ChevronRight aria-hidden="true" className="text-faint" />
                </Menu.SubmenuTrigger>
                <Menu.Portal>
                  <Menu.Positioner sideOffset={2} alignOffset={-4} className="z-50 outline-none">
                    <Menu.Popup className={MENU_POPUP}>
                      <FilterOptions list={list} filter={filter} />
                    </Menu.Popup>
                  </Menu.Positioner>
                </Menu.Portal>
              </Menu.SubmenuRoot>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function FilterOptions({ list, filter }: { list: List; filter: Filter }) {
  const chosen = valuesOf(list.query, filter.id)
  if (!filter.multiple) {
    return (
      <Menu.RadioGroup value={chosen[0] ?? ''} onValueChange={(value: string) => list.go({ [filter.id]: value })}>
        {filter.options.map((option) => (
          <Menu.RadioItem key={option.value} value={option.value} closeOnClick className={MENU_ITEM}>
            <span className="flex-1">{option.label}</span>
            <Menu.RadioItemIndicator>
              <Check aria-hidden="true" className="text-accent-ink" />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    )
  }
  return filter.options.map((option) => (
    <Menu.CheckboxItem
      key={option.value}
      checked={chosen.includes(option.value)}
      onCheckedChange={(on) => list.go({ [filter.id]: on ? [...chosen, option.value] : chosen.filter((value) => value !== option.value) })}
      className={MENU_ITEM}
    >
      <span className="flex-1">{option.label}</span>
      <Menu.CheckboxItemIndicator>
        <Check aria-hidden="true" className="text-accent-ink" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  ))
}
