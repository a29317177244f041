import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { saidOnly, tidyDetails } from '../tidy-details.ts'
import type { Privileges } from './privileges.ts'
import type { OktaApp, OktaGrant } from './okta-schemas.ts'

type Identity = Extract<DiscoveredRecordInput, { type: 'identity' }>

/** Applications that every organisation has, and that Okta runs itself. */
const OWN_APPS: readonly string[] = [
  'saasure',
  'okta_browser_plugin',
  'okta_enduser',
  'okta_iga',
  'flow',
  'okta_flow_sso',
  'okta_access_requests_resource_catalog',
  'okta_atspoke_sso',
]

/** An application as an identity: a service that signs in on its own, or the connection to somebody else's. */
export function appIdentity(app: OktaApp, scopes: readonly string[], privileges: Privileges): Identity {
  const classified = classify(app)
  const features = app.features?.slice(0, 50)
  return {
    type: 'identity',
    externalId: app.id,
    name: app.label,
    ...classified,
    enabled: app.status === 'ACTIVE',
    createdAt: app.created ?? null,
    ...privileges.of(app.id),
    details: classified.class === 'saas_connector' ? connectorDetails(app, scopes) : tidyDetails({ accountType: 'OAuth service application' }),
    attributes: {
      kind: 'okta_app',
      signOnMode: app.signOnMode,
      ...saidOnly({ appName: app.name, applicationType: app.settings?.oauthClient?.application_type, features }),
      classEvident: true,
    },
  }
}

function connectorDetails(app: OktaApp, scopes: readonly string[]) {
  const client = app.settings?.oauthClient
  return tidyDetails({
    vendor: OWN_APPS.includes(app.name ?? '') ? 'Okta' : (app.name ?? app.label),
    appId: app.credentials?.oauthClient?.client_id,
    scopes,
    redirectUris: client?.redirect_uris,
    homepage: client?.client_uri,
  })
}

function classify(app: OktaApp): Pick<Identity, 'class' | 'classReason' | 'classConfidence'> {
  const client = app.settings?.oauthClient
  if (client?.application_type === 'service' || client?.grant_types?.includes('client_credentials'))
    return { class: 'service_account', classReason: 'An OAuth client that signs in with its own credentials, without a user', classConfidence: 'certain' }
  if (OWN_APPS.includes(app.name ?? '')) return { class: 'saas_connector', classReason: 'An application of Okta itself', classConfidence: 'certain' }
  return { class: 'saas_connector', classReason: `An application that users reach through Okta (${app.signOnMode})`, classConfidence: 'likely' }
}

/** What an OAuth client authenticates with. Of a secret only that there is one is known; SAML and passwords stored for users are not the application's own. */
export function* appCredentials(app: OktaApp): Generator<DiscoveredRecordInput, void, undefined> {
  const { client_id: clientId, token_endpoint_auth_method: authMethod } = app.credentials?.oauthClient ?? {}
  const common = { type: 'credential', identityExternalId: app.id, enabled: app.status === 'ACTIVE' } as const
  if (authMethod?.startsWith('client_secret_')) {
    const externalId = `${app.id}/client_secret`
    yield { ...common, externalId, kind: 'oauth_client_secret', createdAt: app.created ?? null, attributes: saidOnly({ authMethod, clientId }) }
  }
  const keys = new Map((app.settings?.oauthClient?.jwks?.keys ?? []).map((key, index) => [boundedKey('jwk', key.kid || String(index)), key]))
  for (const [externalId, { kid, kty, status, created }] of keys) {
    const attributes = saidOnly({ authMethod: authMethod ?? 'private_key_jwt', keyId: kid, keyType: kty })
    yield { ...common, externalId, kind: 'access_key', createdAt: created ?? null, enabled: common.enabled && status !== 'INACTIVE', attributes }
  }
}

/** A granted scope of Okta's own API. */
export function grantEntitlement(appId: string, grant: OktaGrant, host: string | null): DiscoveredRecordInput {
  return {
    type: 'entitlement',
    identityExternalId: appId,
    externalId: boundedKey('grant', grant.id),
    resource: grant.issuer || host || 'okta',
    resourceKind: 'okta_api',
    action: grant.scopeId,
    grantedVia: grant.userId ? `consent of user ${grant.userId}` : 'consent of an administrator',
    attributes: { part: 'grants', ...saidOnly({ status: grant.status, createdBy: grant.createdBy?.id }) },
  }
}
