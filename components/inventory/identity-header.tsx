import { ReturnLink } from '#components/data-table/return-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import type { IdentityRow } from '#lib/inventory/queries/identity-row.ts'
import type { IdentityFacts } from '#lib/inventory/queries/load-identity.ts'
import type { MergeRow } from '#lib/inventory/queries/merges-of.ts'

type IdentityHeaderProps = { identity: IdentityRow & IdentityFacts; merges: readonly MergeRow[]; now: Date }

/** The head of an identity's pages: what it is, how it stands, and its other pages. Props: `identity`, `merges`, `now`. */
export function IdentityHeader({ identity, merges, now }: IdentityHeaderProps) {
  const into = merges.find(({ stays }) => !stays)
  const state = identity.vanishedAt ? 'vanished' : identity.governed ? 'governed' : 'ungoverned'
  return (
    <>
      <div className="px-4 pt-3 md:px-6">
        <ReturnLink href="/inventory">Inventory</ReturnLink>
      </div>
      <PageHeader
        title={identity.name}
        description={`${IDENTITY_CLASS_LABELS[identity.class]} on ${identity.system.name}`}
        badges={
          <>
            <StateBadge state={state} />
            {identity.lifecycle !== 'active' && <StateBadge state={identity.lifecycle} />}
            {identity.privileged && <Badge tone="warn">privileged</Badge>}
            {!identity.enabled && <Badge>disabled</Badge>}
            {identity.expiresAt && identity.expiresAt < now && <StateBadge state="expired" />}
            {identity.sample && <Badge tone="info">sample</Badge>}
          </>
        }
      />
      {into && (
        <div className="px-4 pb-3 md:px-6">
          <Notice tone="info" title={`This is what ${identity.system.name} says of an identity that stands in the register already`}>
            Owner, purpose and findings are those of <TextLink href={toRoute(`/inventory/${into.otherId}`)}>{into.otherName}</TextLink> on {into.systemName}.
          </Notice>
        </div>
      )}
      <Tabs
        label="Identity"
        tabs={[
          { href: `/inventory/${identity.id}`, label: 'Overview' },
          { href: `/inventory/${identity.id}/paths`, label: 'Access paths' },
        ]}
      />
    </>
  )
}
