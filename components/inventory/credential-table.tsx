import type { ComponentProps } from 'react'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { CredentialRow, Shown } from '#lib/inventory/queries/load-identity.ts'
import { RotateBy } from '#components/lifecycle/rotate-by.tsx'
import type { CredentialRotation } from '#lib/lifecycle/queries/rotation-of-credentials.ts'
import { LastUse } from './last-use.tsx'

const words = (kind: string) => kind.replaceAll('_', ' ')

type CredentialTableProps = {
  credentials: Shown<CredentialRow>
  rotation: Readonly<Record<string, CredentialRotation>>
  /** Sets how old one may get; without it nothing can be changed. */
  rotate?: ComponentProps<typeof RotateBy>['save']
}

/** What an identity authenticates with: fingerprints and dates. Props: `credentials`, `rotation` (of `showRotation`), `rotate`. */
export function CredentialTable({ credentials, rotation, rotate }: CredentialTableProps) {
  if (credentials.total === 0) return <p className="px-4 text-sm text-muted md:px-6">Its source does not show any credential of it.</p>
  return (
    <SimpleTable
      label="Credentials"
      rows={credentials.rows}
      total={credentials.total}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Kind', cell: (row) => words(row.kind) },
        {
          header: 'Fingerprint',
          cell: (row) => (row.fingerprint ? <CopyableId id={row.fingerprint} what="fingerprint" /> : <span className="text-faint">not known</span>),
        },
        {
          header: 'State',
          cell: (row) =>
            row.vanishedAt ? <StateBadge state="vanished" /> : row.enabled ? <StateBadge state="active" /> : <StateBadge state="ended">Disabled</StateBadge>,
        },
        { header: 'Made', align: 'end', cell: (row) => <RelativeTime instant={row.sourceCreatedAt} never="not known" /> },
        { header: 'Rotated', align: 'end', cell: (row) => <RelativeTime instant={row.lastRotatedAt} never="not known" /> },
        { header: 'Rotate by', align: 'end', cell: (row) => <RotateBy rotation={rotation[row.id]} what={words(row.kind)} save={rotate} /> },
        { header: 'Expires', align: 'end', cell: (row) => <RelativeTime instant={row.expiresAt} never="no end" /> },
        { header: 'Last used', align: 'end', cell: (row) => <LastUse use={row} /> },
      ]}
    />
  )
}
