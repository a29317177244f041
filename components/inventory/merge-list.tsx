import { CopyableId } from '#components/ui/copyable-id.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { MergeRow } from '#lib/inventory/queries/merges-of.ts'
import { type CorrectAction, CorrectForm } from './correct-form.tsx'

/** Other sources' views of the same principal, with the evidence, and the way to take them apart. Props: `merges`, `separate` (null where this person may not). */
export function MergeList({ merges, separate }: { merges: readonly MergeRow[]; separate: CorrectAction | null }) {
  return (
    <SimpleTable
      label="Merged sources"
      rows={merges}
      rowKey={(row) => row.id}
      columns={[
        {
          header: 'Identity',
          cell: (row) => (
            <TextLink href={toRoute(`/inventory/${row.otherId}`)} quiet>
              {row.otherName}
            </TextLink>
          ),
        },
        { header: 'On', cell: (row) => row.systemName },
        { header: 'Same, because', cell: (row) => (row.key ? <CopyableId id={row.key} what="correlation key" head={28} tail={12} /> : row.reason) },
        { header: 'Since', cell: (row) => <RelativeTime instant={row.madeAt} /> },
        {
          header: 'Undo',
          align: 'end',
          cell: (row) =>
            separate && (
              <CorrectForm
                label="Take apart"
                title={`Take ${row.otherName} apart again`}
                hint="Both stand in the register for themselves again, and no source merges them by itself any more."
                input={{ id: row.id }}
                action={separate}
              />
            ),
        },
      ]}
    />
  )
}
