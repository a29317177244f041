import { Badge } from '#components/ui/badge.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import type { FrameworkControl, MappingStatus } from '#lib/findings/frameworks.ts'

const WORDS: Record<MappingStatus, string> = {
  verified: 'in the published text',
  superseded: 'took the place of what was cited',
  unverified: 'closest to what was cited',
}

/** The controls of frameworks that a finding touches, and how well each citation is backed. Props: `controls`. */
export function FindingControls({ controls }: { controls: readonly FrameworkControl[] }) {
  return (
    <SimpleTable
      label="Framework controls"
      rows={controls}
      rowKey={(row) => `${row.framework} ${row.id} ${row.asCited ?? ''}`}
      columns={[
        { header: 'Framework', cell: (row) => `${row.framework} ${row.version}` },
        { header: 'Control', cell: (row) => <span className="font-medium whitespace-nowrap">{row.id}</span> },
        { header: 'Title', cell: (row) => row.title },
        { header: 'As cited', cell: (row) => row.asCited ?? '' },
        { header: 'Backing', cell: (row) => <Badge tone={row.status === 'unverified' ? 'wait' : 'off'}>{WORDS[row.status]}</Badge> },
      ]}
    />
  )
}
