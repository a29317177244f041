import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { GraphNode, OuterPrincipal } from '#lib/inventory/graph/queries.ts'
import { trustVerb } from '#lib/inventory/graph/rules.ts'

type Row = { key: string; who: string; href: string | null; what: string; how: string; condition: string | null; depth: number | null }

/** Who may act as an identity, or as whom it may act. Props: `label`, `nodes`, `outer` (principals that the register does not know), `empty`. */
export function TrustTable({
  label,
  nodes,
  outer = [],
  empty,
}: {
  label: string
  nodes: readonly GraphNode[]
  outer?: readonly OuterPrincipal[]
  empty: string
}) {
  const rows: Row[] = [
    ...nodes.map((node) => ({
      key: node.id,
      who: node.name,
      href: node.visible ? `/inventory/${node.id}` : null,
      what: node.systemName,
      how: trustVerb(node.kind),
      condition: node.condition,
      depth: node.depth,
    })),
    ...outer.map((each) => ({
      key: each.id,
      who: each.principal,
      href: null,
      what: each.principalKind === 'everybody' ? 'everybody' : `${each.principalKind}, not in the register`,
      how: trustVerb(each.kind),
      condition: each.condition,
      depth: null,
    })),
  ]
  if (rows.length === 0) return <p className="px-4 text-sm text-muted md:px-6">{empty}</p>
  return (
    <SimpleTable
      label={label}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        {
          header: 'Who',
          cell: (row) =>
            row.href ? (
              <TextLink href={toRoute(row.href)} quiet>
                {row.who}
              </TextLink>
            ) : (
              <span className="break-all">{row.who}</span>
            ),
        },
        { header: 'Where', cell: (row) => row.what },
        { header: 'How', cell: (row) => row.how },
        { header: 'Condition', cell: (row) => row.condition ?? 'none' },
        { header: 'Steps', align: 'end', cell: (row) => row.depth ?? '' },
      ]}
    />
  )
}
