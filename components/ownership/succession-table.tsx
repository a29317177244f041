import { Countdown } from '#components/ui/countdown.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { DAY } from '#lib/core/time.ts'
import type { SuccessionRow } from '#lib/ownership/succession/queries.ts'

const figure = (count: number) => count.toLocaleString('en')

/** Who left, and what became of what they owned. Props: `successions`. */
export function SuccessionTable({ successions }: { successions: readonly SuccessionRow[] }) {
  return (
    <SimpleTable
      label="Successions"
      rows={successions}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Who left', cell: (row) => <span className="font-medium">{row.person.name}</span> },
        { header: 'Because', cell: (row) => <span className="text-muted">{row.reason}</span> },
        { header: 'Identities', align: 'end', cell: (row) => <Owned succession={row} /> },
        { header: 'Taken over', align: 'end', cell: (row) => figure(row.accepted) },
        { header: 'Asked', align: 'end', cell: (row) => figure(row.open) },
        { header: 'Nobody asked', align: 'end', cell: (row) => <span className={row.unasked > 0 ? 'text-warn-ink' : ''}>{figure(row.unasked)}</span> },
        { header: 'Quarantined', align: 'end', cell: (row) => figure(row.quarantined) },
        { header: 'Marked', align: 'end', cell: (row) => <RelativeTime instant={row.openedAt} /> },
        {
          header: 'Deadline',
          align: 'end',
          cell: (row) =>
            row.closedAt ? <StateBadge state="ended" /> : <Countdown deadline={row.deadlineAt} warnBelowMs={3 * DAY} over="past: being quarantined" />,
        },
      ]}
    />
  )
}

/** How many there were; a link to them while somebody is still to take them over. */
function Owned({ succession: { person, identities, open, unasked } }: { succession: SuccessionRow }) {
  if (open + unasked === 0) return figure(identities)
  return (
    <TextLink href={toRoute(`/inventory?owner=${person.id}`)}>
      {figure(identities)}
      <span className="sr-only">: the identities that {person.name} still owns</span>
    </TextLink>
  )
}
