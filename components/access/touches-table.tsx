import { SimpleTable } from '#components/ui/simple-table.tsx'

type Touches = { rows: readonly { id: string; resource: string; resourceKind: string; action: string; grantedVia: string }[]; total: number }

/** What a privilege reaches on its system. Props: `touches` (rows, total). */
export function TouchesTable({ touches }: { touches: Touches }) {
  if (touches.total === 0)
    return <p className="text-sm text-muted">Discovery has not seen any entitlement of it. Ask the system’s owner what it reaches before you approve.</p>
  return (
    <SimpleTable
      label="What it would touch"
      rows={touches.rows}
      total={touches.total}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Resource', cell: (row) => <span className="font-mono text-xs">{row.resource}</span> },
        { header: 'Kind', cell: (row) => row.resourceKind },
        { header: 'May', cell: (row) => row.action },
        { header: 'Granted', cell: (row) => row.grantedVia },
      ]}
    />
  )
}
