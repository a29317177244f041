import { Tabs } from '#components/ui/tabs.tsx'

const TABS = [
  { href: '/settings', label: 'You and people' },
  { href: '/settings/teams', label: 'Teams' },
  { href: '/settings/tokens', label: 'Provisioning' },
]

/** The parts of the settings. Props: `current` (href). */
export function SettingsTabs({ current }: { current: string }) {
  return <Tabs label="Settings" tabs={TABS} current={current} />
}
