import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { ApiTokenRow } from '#lib/systems/api-tokens/queries.ts'
import { RevokeApiToken } from './revoke-api-token.tsx'

type ApiTokensProps = {
  tokens: readonly ApiTokenRow[]
  now: Date
  /** What the tokens are shown to do: "hand in discoveries". */
  purpose: string
  /** Absent for whoever may only look. */
  revoke?: Parameters<typeof RevokeApiToken>[0]['revoke']
}

/** API tokens with who made them, when they end and when they were last used. Props: `tokens`, `now`, `purpose`, `revoke` (a server action). */
export function ApiTokens({ tokens, now, purpose, revoke }: ApiTokensProps) {
  return (
    <SimpleTable
      label="API tokens"
      rows={tokens}
      rowKey={(token) => token.id}
      columns={[
        { header: 'Name', cell: (token) => <span className="font-medium">{token.name}</span> },
        { header: 'State', cell: (token) => <TokenState token={token} now={now} /> },
        { header: 'Made by', cell: (token) => token.createdBy },
        { header: 'Made', cell: (token) => <RelativeTime instant={token.createdAt} /> },
        { header: 'Ends', cell: (token) => <RelativeTime instant={token.expiresAt} /> },
        { header: 'Last used', cell: (token) => <RelativeTime instant={token.lastUsedAt} /> },
        {
          header: 'Revoked',
          align: 'end',
          cell: (token) => {
            if (token.revokedAt) return <RelativeTime instant={token.revokedAt} />
            return revoke && token.expiresAt > now ? <RevokeApiToken token={token} purpose={purpose} revoke={revoke} /> : <span className="text-faint">no</span>
          },
        },
      ]}
    />
  )
}

function TokenState({ token, now }: { token: ApiTokenRow; now: Date }) {
  if (token.revokedAt) return <StateBadge state="cancelled">Revoked</StateBadge>
  return token.expiresAt <= now ? <StateBadge state="expired" /> : <StateBadge state="active" />
}
