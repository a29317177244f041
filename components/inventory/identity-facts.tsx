import { CopyableId } from '#components/ui/copyable-id.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { IdentityFacts as Facts } from '#lib/inventory/queries/load-identity.ts'
import type { IdentityRow } from '#lib/inventory/queries/identity-row.ts'
import { LastUse } from './last-use.tsx'

const SHOWN = 24

/** What the source says of an identity. Props: `identity`. */
export function IdentityFacts({ identity }: { identity: IdentityRow & Facts }) {
  const attributes = Object.entries(identity.attributes)
    .filter(([, value]) => value !== null && value !== '')
    .slice(0, SHOWN)
  return (
    <DefinitionList
      columns={2}
      items={[
        { term: 'System', detail: <TextLink href={toRoute(`/systems/${identity.system.id}`)}>{identity.system.name}</TextLink> },
        { term: 'Key at the source', detail: <CopyableId id={identity.externalId} what="key" head={24} tail={12} /> },
        { term: 'Last used', detail: <LastUse use={identity} /> },
        { term: 'Made at the source', detail: <RelativeTime instant={identity.sourceCreatedAt} never="the source does not say" /> },
        { term: 'Ends at the source', detail: <RelativeTime instant={identity.sourceExpiresAt} never="no end there" /> },
        { term: 'Last seen', detail: <RelativeTime instant={identity.vanishedAt ?? identity.lastSeenAt} /> },
        { term: 'Tenure id', detail: <CopyableId id={identity.id} what="identity id" /> },
        ...attributes.map(([term, value]) => ({
          term,
          detail: <span className="font-mono text-xs break-all">{typeof value === 'string' ? value : JSON.stringify(value)}</span>,
        })),
      ]}
    />
  )
}
