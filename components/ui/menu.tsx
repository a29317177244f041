'use client'

import { Menu as BaseMenu } from '@base-ui/react/menu'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { buttonStyles, type ButtonLook } from './button-styles.ts'
import { cn } from './cn.ts'
import { MENU_ITEM, MENU_LABEL, MENU_POPUP } from './menu-styles.ts'
import { toRoute } from './to-route.ts'

export type MenuItem = { label: string; icon?: ReactNode; hint?: string; danger?: boolean; disabled?: boolean } & ({ href: string } | { onSelect: () => void })
export type MenuSection = { label?: string; items: readonly MenuItem[] }

type MenuProps = {
  /** What the opener says; with `iconOnly` it is read aloud only. */
  label: string
  icon?: ReactNode
  iconOnly?: boolean
  sections: readonly MenuSection[]
  variant?: ButtonLook['variant']
  size?: ButtonLook['size']
  align?: 'start' | 'end'
  className?: string
}

/** A button that opens a list of actions and links. Props: `label`, `icon`, `iconOnly`, `sections` ({ label?, items: { label, icon?, hint?, danger?, href | onSelect }[] }), `variant`, `size`, `align`. */
export function Menu({ label, icon, iconOnly = false, sections, variant = 'secondary', size = 'md', align = 'start', className }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger
        aria-label={iconOnly ? label : undefined}
        className={cn(buttonStyles({ variant, size }), iconOnly && (size === 'sm' ? 'w-7 px-0' : 'w-8 px-0'), className)}
      >
        {icon}
        {!iconOnly && label}
      </BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <BaseMenu.Popup className={MENU_POPUP}>
            {sections.map((section, index) => (
              <Fragment key={section.label ?? index}>
                {index > 0 && <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />}
                <BaseMenu.Group>
                  {section.label && <BaseMenu.GroupLabel className={MENU_LABEL}>{section.label}</BaseMenu.GroupLabel>}
                  {section.items.map((item) => (
                    <Item key={item.label} item={item} />
                  ))}
                </BaseMenu.Group>
              </Fragment>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

function Item({ item }: { item: MenuItem }) {
  const className = cn(MENU_ITEM, item.danger && 'text-bad-ink')
  const content = (
    <>
      {item.icon}
      <span className="flex-1">{item.label}</span>
      {item.hint && <span className="text-xs text-muted">{item.hint}</span>}
    </>
  )
  if ('href' in item) {
    return (
      <BaseMenu.LinkItem closeOnClick className={className} render={<Link href={toRoute(item.href)} prefetch={false} />}>
        {content}
      </BaseMenu.LinkItem>
    )
  }
  return (
    <BaseMenu.Item className={className} disabled={item.disabled ?? false} onClick={item.onSelect}>
      {content}
    </BaseMenu.Item>
  )
}
