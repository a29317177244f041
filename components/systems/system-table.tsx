import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { SystemRow } from '#lib/systems/queries.ts'
import { FreshnessBadge } from './freshness-badge.tsx'

const count = (value: number) => value.toLocaleString('en')

/** Connected systems with what each holds and how current that is. Props: `systems`. */
export function SystemTable({ systems }: { systems: readonly SystemRow[] }) {
  return (
    <SimpleTable
      label="Systems"
      rows={systems}
      rowKey={(row) => row.id}
      columns={[
        {
          header: 'System',
          cell: (row) => (
            <span className="flex items-center gap-2 whitespace-nowrap">
              <TextLink href={toRoute(`/systems/${row.id}`)} quiet>
                {row.name}
              </TextLink>
              {row.sample && <Badge tone="info">sample</Badge>}
            </span>
          ),
        },
        { header: 'Kind', cell: (row) => <span className="whitespace-nowrap">{row.kindTitle}</span> },
        { header: 'Environment', cell: (row) => row.environment },
        { header: 'Identities', align: 'end', cell: (row) => count(row.identities) },
        { header: 'Credentials', align: 'end', cell: (row) => count(row.credentials) },
        { header: 'Entitlements', align: 'end', cell: (row) => count(row.entitlements) },
        { header: 'Offered', align: 'end', cell: (row) => count(row.offered) },
        { header: 'Last good sync', align: 'end', cell: (row) => <RelativeTime instant={row.lastSyncedAt} /> },
        { header: 'Current', cell: (row) => <FreshnessBadge freshness={row.freshness} /> },
        {
          header: 'Last run',
          cell: (row) =>
            row.lastRun ? (
              <StateBadge state={row.lastRun.state === 'queued' ? 'pending' : row.lastRun.state} />
            ) : (
              !row.lastSyncedAt && <span className="whitespace-nowrap text-faint">none yet</span>
            ),
        },
      ]}
    />
  )
}
