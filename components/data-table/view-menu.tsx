'use client'

import { Menu } from '@base-ui/react/menu'
import { Check, SlidersHorizontal } from 'lucide-react'
import { buttonStyles } from '#components/ui/button-styles.ts'
import { MENU_ITEM, MENU_LABEL, MENU_POPUP } from '#components/ui/menu-styles.ts'
import type { Column } from './column.ts'
import type { Sort } from './sort-header.tsx'
import type { List } from './use-list.ts'

type ViewMenuProps<Row> = {
  list: List
  columns: readonly Column<Row>[]
  visible: ReadonlySet<string>
  sort: Sort | undefined
  onColumns: (ids: string[]) => void
}

/** How the list is shown: its order (the only way to sort on a phone, which has no header) and its columns. */
export function ViewMenu<Row>({ list, columns, visible, sort, onColumns }: ViewMenuProps<Row>) {
  const sortable = columns.filter((column) => column.sortable)
  const toggle = (id: string, on: boolean) => onColumns(columns.map((column) => column.id).filter((column) => (column === id ? on : visible.has(column))))
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonStyles({ variant: 'secondary' })}>
        <SlidersHorizontal aria-hidden="true" />
        View
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-50 outline-none">
          <Menu.Popup className={MENU_POPUP}>
            {sortable.length > 0 && (
              <Menu.RadioGroup value={sort ? `${sort.id} ${sort.dir}` : ''} onValueChange={(value: string) => list.go(sortChanges(value))}>
                <Menu.Group>
                  <Menu.GroupLabel className={MENU_LABEL}>Sort by</Menu.GroupLabel>
                  {sortable.map((column) => {
                    const dir = sort?.id === column.id ? sort.dir : (column.firstSort ?? 'asc')
                    return (
                      <Menu.RadioItem key={column.id} value={`${column.id} ${dir}`} className={MENU_ITEM}>
                        <span className="flex-1">{column.header}</span>
                        <Menu.RadioItemIndicator>
                          <Check aria-hidden="true" className="text-accent-ink" />
                        </Menu.RadioItemIndicator>
                      </Menu.RadioItem>
                    )
                  })}
                </Menu.Group>
              </Menu.RadioGroup>
            )}
            {sort && (
              <Menu.Item closeOnClick={false} className={MENU_ITEM} onClick={() => list.go({ sort: sort.id, dir: sort.dir === 'asc' ? 'desc' : 'asc' })}>
                <span className="flex-1">Reverse the order</span>
                <span className="text-xs text-muted">{sort.dir === 'asc' ? 'ascending' : 'descending'}</span>
              </Menu.Item>
            )}
            <Menu.Separator className="-mx-1 my-1 h-px bg-line" />
            <Menu.Group>
              <Menu.GroupLabel className={MENU_LABEL}>Columns</Menu.GroupLabel>
              {columns
                .filter((column) => column.phone !== 'primary')
                .map((column) => (
                  <Menu.CheckboxItem key={column.id} checked={visible.has(column.id)} onCheckedChange={(on) => toggle(column.id, on)} className={MENU_ITEM}>
                    <span className="flex-1">{column.header}</span>
                    <Menu.CheckboxItemIndicator>
                      <Check aria-hidden="true" className="text-accent-ink" />
                    </Menu.CheckboxItemIndicator>
                  </Menu.CheckboxItem>
                ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const sortChanges = (value: string) => {
  const [sort = '', dir = 'asc'] = value.split(' ')
  return { sort, dir }
}
