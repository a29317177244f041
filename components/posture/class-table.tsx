import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { IDENTITY_CLASS_LABELS, type IdentityClass } from '#lib/core/identity-class.ts'
import type { Figure } from '#lib/posture/rules.ts'
import { inventoryLink, percent } from './inventory-link.ts'

type Row = {
  class?: IdentityClass
  system?: { name: string }
  total: Figure
  governed: Figure
  orphaned: Figure
  privileged: Figure
  notSeenIn90Days: Figure
  share: number | null
}

const linked = (figure: Figure) => (
  <TextLink href={inventoryLink(figure.search)} quiet>
    {figure.count.toLocaleString('en')}
  </TextLink>
)
const nameOf = (row: Row) => (row.class ? IDENTITY_CLASS_LABELS[row.class] : (row.system?.name ?? ''))

/** The figures broken down; each leads to its rows. Props: `label`, `rows`. */
export function ClassTable({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <SimpleTable
      label={label}
      rows={rows}
      rowKey={nameOf}
      columns={[
        { header: rows[0]?.class ? 'Class' : 'System', cell: nameOf },
        { header: 'Identities', align: 'end', cell: (row) => linked(row.total) },
        { header: 'Governed', align: 'end', cell: (row) => linked(row.governed) },
        { header: 'Share', align: 'end', cell: (row) => percent(row.share) },
        { header: 'Without an owner', align: 'end', cell: (row) => linked(row.orphaned) },
        { header: 'Privileged', align: 'end', cell: (row) => linked(row.privileged) },
        { header: 'Not seen in 90 days', align: 'end', cell: (row) => linked(row.notSeenIn90Days) },
      ]}
    />
  )
}
