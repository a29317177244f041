import { SimpleTable } from '#components/ui/simple-table.tsx'
import type { EntitlementRow, Shown } from '#lib/inventory/queries/load-identity.ts'
import { LastUse } from './last-use.tsx'

/** What an identity may do, standing. Props: `entitlements`. */
export function EntitlementTable({ entitlements }: { entitlements: Shown<EntitlementRow> }) {
  if (entitlements.total === 0) return <p className="px-4 text-sm text-muted md:px-6">Its source does not show any entitlement of it.</p>
  return (
    <SimpleTable
      label="Entitlements"
      rows={entitlements.rows}
      total={entitlements.total}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Resource', cell: (row) => <span className={`font-mono text-xs break-all ${row.vanishedAt ? 'line-through' : ''}`}>{row.resource}</span> },
        { header: 'Kind', cell: (row) => row.resourceKind.replaceAll('_', ' ') },
        { header: 'May', cell: (row) => `${row.action}${row.adminOption ? ', and pass it on' : ''}` },
        { header: 'Granted', cell: (row) => row.grantedVia },
        { header: 'Last used', align: 'end', cell: (row) => <LastUse use={row} /> },
      ]}
    />
  )
}
