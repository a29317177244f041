import { Tabs } from '#components/ui/tabs.tsx'

const TABS = [
  { href: '/posture', label: 'Figures' },
  { href: '/posture/findings', label: 'Findings' },
]

/** The parts of Posture. Props: `current` (href). */
export function PostureTabs({ current }: { current: string }) {
  return <Tabs label="Posture" tabs={TABS} current={current} />
}
