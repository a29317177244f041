import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { ReachRow } from '#lib/inventory/graph/queries.ts'

/** What an identity reaches, its own rights and those of whom it may act as, each with a link that explains the path. Props: `identityId`, `rights`, `q`. */
export function ReachTable({ identityId, rights, q }: { identityId: string; rights: { rows: readonly ReachRow[]; total: number }; q: string }) {
  if (rights.total === 0)
    return (
      <p className="px-4 text-sm text-muted md:px-6">{q ? `Nothing that it reaches has “${q}” in its name.` : 'No source shows anything that it may do.'}</p>
    )
  const href = (id: string) => toRoute(`/inventory/${identityId}/paths?${new URLSearchParams({ ...(q ? { q } : {}), to: id })}#path`)
  return (
    <SimpleTable
      label="What it reaches"
      rows={rights.rows}
      total={rights.total}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Resource', cell: (row) => <span className="font-mono text-xs break-all">{row.resource}</span> },
        { header: 'Kind', cell: (row) => row.resourceKind.replaceAll('_', ' ') },
        { header: 'May', cell: (row) => row.action },
        { header: 'As', cell: (row) => (row.depth === 0 ? 'itself' : row.identityName) },
        { header: 'Steps', align: 'end', cell: (row) => row.depth },
        { header: 'Path', align: 'end', cell: (row) => <TextLink href={href(row.id)}>Explain</TextLink> },
      ]}
    />
  )
}
