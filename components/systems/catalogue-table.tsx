'use client'

import { useRouter } from 'next/navigation'
import { riskTone } from '#components/access/privilege-summary.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { durationInWords } from '#lib/core/time.ts'
import type { PrivilegeRow } from '#lib/systems/show-system.ts'
import { OfferForm, type CatalogueAction } from './offer-form.tsx'

type CatalogueTableProps = { privileges: readonly PrivilegeRow[]; editable: boolean; offer: CatalogueAction; withdraw: CatalogueAction }

/** What a system can lend, and what of it is offered. Props: `privileges`, `editable`, `offer`, `withdraw` (server actions). */
export function CatalogueTable({ privileges, editable, offer, withdraw }: CatalogueTableProps) {
  const router = useRouter()
  if (privileges.length === 0)
    return (
      <p className="px-4 text-sm text-muted md:px-6">
        Discovery has not found anything that could be lent yet. On PostgreSQL, prepare a group role and grant it to Tenure’s account with admin option.
      </p>
    )
  return (
    <SimpleTable
      label="Catalogue"
      rows={privileges}
      rowKey={(row) => row.id}
      columns={[
        {
          header: 'Privilege',
          cell: (row) => (
            <span className="grid">
              <span className="font-medium whitespace-nowrap">{row.title}</span>
              <span className="font-mono text-xs text-muted">{row.name}</span>
            </span>
          ),
        },
        { header: 'What it does', cell: (row) => (row.lendable ? row.description : <span className="text-warn-ink">{row.notLendableReason}</span>) },
        { header: 'Risk', cell: (row) => <Badge tone={riskTone(row.risk)}>{row.risk}</Badge> },
        { header: 'At most', align: 'end', cell: (row) => durationInWords(row.maxSeconds * 1000) },
        {
          header: 'State',
          cell: (row) =>
            row.offered && row.lendable ? (
              <StateBadge state="active">Offered</StateBadge>
            ) : row.lendable ? (
              <Badge>Not offered</Badge>
            ) : (
              <StateBadge state="impossible">Cannot be lent</StateBadge>
            ),
        },
        ...(editable
          ? [
              {
                header: 'Change',
                cell: (row: PrivilegeRow) => (
                  <span className="flex gap-2">
                    {row.lendable && <OfferForm privilege={row} offer={offer} />}
                    {row.offered && (
                      <ConfirmDialog
                        label="Withdraw"
                        title={`Withdraw ${row.title}?`}
                        size="sm"
                        variant="secondary"
                        consequence={{
                          happens: 'It can no longer be requested. Leases that run go on to their end.',
                          on: 'this system',
                          count: '1 privilege',
                          undo: 'Yes. Offer it again.',
                        }}
                        onConfirm={async () => {
                          const done = await withdraw({ id: row.id })
                          router.refresh()
                          return done.ok ? null : done.message
                        }}
                      />
                    )}
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}
