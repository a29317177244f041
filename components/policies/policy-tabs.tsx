import { Tabs } from '#components/ui/tabs.tsx'

const TABS = [
  { href: '/policies', label: 'Policies' },
  { href: '/policies/boundaries', label: 'Trust boundaries' },
]

/** The parts of Policies. Props: `current` (href). */
export function PolicyTabs({ current }: { current: string }) {
  return <Tabs label="Policies" tabs={TABS} current={current} />
}
