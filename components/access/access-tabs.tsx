import { Tabs } from '#components/ui/tabs.tsx'

type AccessTabsProps = { current: string; answers: boolean; everything: boolean; waiting: number }

/** The parts of Access. Props: `current` (href), `answers` (may approve), `everything` (sees all), `waiting` (requests to answer). */
export function AccessTabs({ current, answers, everything, waiting }: AccessTabsProps) {
  const tabs = [
    ...(answers ? [{ href: '/access?view=queue', label: 'To answer', count: waiting }] : []),
    { href: '/access?view=mine', label: 'My requests' },
    ...(everything ? [{ href: '/access?view=all', label: 'All requests' }] : []),
    { href: '/access/leases', label: 'Leases' },
  ]
  return <Tabs label="Access" tabs={tabs} current={current} />
}
