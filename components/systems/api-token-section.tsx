import { Section } from '#components/ui/section.tsx'
import type { ApiTokenRow } from '#lib/systems/api-tokens/queries.ts'
import { ApiTokens } from './api-tokens.tsx'
import { MakeApiToken } from './make-api-token.tsx'
import type { RevokeApiToken } from './revoke-api-token.tsx'

type ApiTokenSectionProps = {
  system: { id: string; name: string }
  tokens: readonly ApiTokenRow[]
  now: Date
  /** Absent for whoever may only look. */
  change?: { make: Parameters<typeof MakeApiToken>[0]['make']; revoke: Parameters<typeof RevokeApiToken>[0]['revoke'] } | undefined
}

/** The tokens with which a system hands in its discoveries. Props: `system`, `tokens`, `now`, `change` { make, revoke } (server actions). */
export function ApiTokenSection({ system, tokens, now, change }: ApiTokenSectionProps) {
  return (
    <Section
      title="API tokens"
      description="With a token, this system hands in its discoveries itself, over HTTP. Each ends, and speaks for this system alone."
      flush={tokens.length > 0}
      action={
        change && (
          <MakeApiToken
            use="discoveries"
            systemId={system.id}
            description={`Its holder hands in the discoveries of ${system.name}, and nothing else.`}
            next="Send it as a bearer to /api/v1/discoveries of your control plane, with JSON lines as the body."
            make={change.make}
          />
        )
      }
    >
      {tokens.length > 0 ? (
        <ApiTokens tokens={tokens} now={now} purpose="hand in discoveries" {...(change ? { revoke: change.revoke } : {})} />
      ) : (
        <p className="text-sm text-muted">There is no token yet: this system is fed by files alone.</p>
      )}
    </Section>
  )
}
