import { Tabs } from '#components/ui/tabs.tsx'

/** The pages of one identity. Props: `id`. */
export function IdentityTabs({ id }: { id: string }) {
  return (
    <Tabs
      label="Identity"
      tabs={[
        { href: `/inventory/${id}`, label: 'Overview' },
        { href: `/inventory/${id}/paths`, label: 'Access paths' },
      ]}
    />
  )
}
