import { KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { SettingsTabs } from '#components/people/settings-tabs.tsx'
import { ApiTokens } from '#components/systems/api-tokens.tsx'
import { MakeApiToken } from '#components/systems/make-api-token.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { may } from '#lib/people/permissions.rules.ts'
import { listProvisioningTokens } from '#lib/systems/api-tokens/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { makeToken, revokeToken } from './actions.ts'

export const metadata: Metadata = { title: 'Provisioning' }

export default async function ProvisioningPage() {
  const context = await currentContext()
  const reads = may(context.actor, 'systems.listApiTokens')
  const tokens = reads ? await listProvisioningTokens(context, {}) : []
  const makes = may(context.actor, 'systems.createApiToken')
  return (
    <>
      <PageHeader
        title="Provisioning"
        description="Your directory tells over SCIM 2.0 who comes and who leaves. Whoever leaves is signed out at once, and successors are asked about all that they own."
        action={makes ? <MakeProvisioningToken /> : undefined}
      />
      <SettingsTabs current="/settings/tokens" />
      {tokens.length > 0 ? (
        <ApiTokens
          tokens={tokens}
          now={context.now}
          purpose="tell who comes and who leaves"
          {...(may(context.actor, 'systems.revokeApiToken') ? { revoke: revokeToken } : {})}
        />
      ) : (
        <EmptyState icon={<KeyRound aria-hidden="true" />} title={reads ? 'No directory is connected' : 'Admins connect the directory'}>
          {makes
            ? 'Make a token, and give it to Entra ID, Okta or another directory together with the SCIM address of your control plane, which ends in /scim/v2.'
            : 'An admin makes a token for it. Until then, people come with their first sign-in.'}
        </EmptyState>
      )}
    </>
  )
}

function MakeProvisioningToken() {
  return (
    <MakeApiToken
      use="provisioning"
      description="Its holder adds people, changes them and marks them as gone. It makes nobody an admin."
      next="Give it to the directory as its secret token, with the SCIM address of your control plane, which ends in /scim/v2."
      make={makeToken}
    />
  )
}
