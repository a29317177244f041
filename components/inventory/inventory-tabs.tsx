import { Tabs } from '#components/ui/tabs.tsx'

/** The parts of the inventory. Props: `current` (href), `waiting` (requests for identities to answer; nought: no number). */
export function InventoryTabs({ current, waiting = 0 }: { current: string; waiting?: number }) {
  const tabs = [
    { href: '/inventory', label: 'Identities' },
    { href: '/inventory/requests', label: 'Requests', ...(waiting > 0 ? { count: waiting } : {}) },
    { href: '/inventory/successions', label: 'Successions' },
    { href: '/inventory/offboardings', label: 'Offboardings' },
  ]
  return <Tabs label="Inventory" tabs={tabs} current={current} />
}
