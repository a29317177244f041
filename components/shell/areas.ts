import { Boxes, ChartNoAxesColumn, FileCheck2, Inbox, KeySquare, ScrollText, Server, Settings, type LucideIcon } from 'lucide-react'

type AreaShape = {
  id: string
  label: string
  href: string
  icon: LucideIcon
  /** The second key of its go-to shortcut: `g` and then this. */
  key: string
}

/** The product by job, in the order of the rail; the first five stand in the bottom bar of a phone. */
export const AREAS = [
  { id: 'inbox', label: 'Inbox', href: '/inbox', icon: Inbox, key: 'i' },
  { id: 'inventory', label: 'Inventory', href: '/inventory', icon: Boxes, key: 'n' },
  { id: 'access', label: 'Access', href: '/access', icon: KeySquare, key: 'a' },
  { id: 'posture', label: 'Posture', href: '/posture', icon: ChartNoAxesColumn, key: 'p' },
  { id: 'evidence', label: 'Evidence', href: '/evidence', icon: FileCheck2, key: 'e' },
  { id: 'policies', label: 'Policies', href: '/policies', icon: ScrollText, key: 'l' },
  { id: 'systems', label: 'Systems', href: '/systems', icon: Server, key: 's' },
  { id: 'settings', label: 'Settings', href: '/settings', icon: Settings, key: 't' },
] as const satisfies readonly AreaShape[]

export type Area = (typeof AREAS)[number]
export type AreaId = Area['id']

/** Whether a path lies in an area: its page or one below it. */
export const isInArea = (pathname: string, area: Area): boolean => pathname === area.href || pathname.startsWith(`${area.href}/`)
