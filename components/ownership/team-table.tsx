import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { TeamRow } from '#lib/ownership/teams/queries.ts'

/** All teams. Props: `teams`. */
export function TeamTable({ teams }: { teams: readonly TeamRow[] }) {
  return (
    <SimpleTable
      label="Teams"
      rows={teams}
      rowKey={(row) => row.id}
      columns={[
        {
          header: 'Name',
          cell: (row) => (
            <TextLink quiet href={toRoute(`/settings/teams/${row.id}`)}>
              {row.name}
            </TextLink>
          ),
        },
        { header: 'Lead', cell: (row) => row.lead?.name ?? <span className="text-warn-ink">nobody</span> },
        { header: 'People', align: 'end', cell: (row) => row.members.toLocaleString('en') },
        { header: 'Systems', align: 'end', cell: (row) => row.systems.toLocaleString('en') },
        {
          header: 'Identities',
          align: 'end',
          cell: (row) => (
            <TextLink href={toRoute(`/inventory?team=${row.id}`)}>
              Open its inventory<span className="sr-only">: {row.name}</span>
            </TextLink>
          ),
        },
        {
          header: 'Orphans',
          align: 'end',
          cell: (row) => (
            <TextLink href={toRoute(`/inventory?owner=nobody&team=${row.id}`)}>
              Open its orphans<span className="sr-only">: {row.name}</span>
            </TextLink>
          ),
        },
      ]}
    />
  )
}
