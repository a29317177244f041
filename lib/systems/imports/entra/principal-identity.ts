import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { saidOnly, tidyDetails } from '../tidy-details.ts'
import { ciProviderOf, classifyPrincipal, isMicrosoft, type PrincipalClass } from './classify-principal.ts'
import { nameOf } from './directory.ts'
import type { Holdings } from './holdings.ts'
import type { Application, ServicePrincipal } from './graph-schemas.ts'

type Identity = Extract<DiscoveredRecordInput, { type: 'identity' }>

/** A service principal as an identity. Its key is the id of its application, which application and principal share. */
export function principalIdentity(principal: ServicePrincipal, application: Application | undefined, tenant: string | null, holdings: Holdings): Identity {
  const { id, appId, servicePrincipalType, appOwnerOrganizationId, tags } = principal
  const federated = [...(principal.federatedIdentityCredentials ?? []), ...(application?.federatedIdentityCredentials ?? [])]
  const ci = ciProviderOf(federated.map(({ issuer }) => issuer))
  const classified = classifyPrincipal(principal, tenant, ci)
  return {
    type: 'identity',
    externalId: appId,
    name: nameOf(principal),
    class: classified.class,
    classReason: cutText(classified.reason, 500),
    classConfidence: classified.confidence,
    enabled: principal.accountEnabled !== false && !principal.disabledByMicrosoftStatus && !principal.deletedDateTime,
    createdAt: principal.createdDateTime ?? null,
    ...holdings.privilege,
    correlationKeys: [`entra:app:${appId}`, `entra:sp:${id}`],
    details: detailsOf({ principal, application, classified, ci, holdings }),
    attributes: {
      kind: classified.kind,
      objectId: id,
      ...saidOnly({ servicePrincipalType, appOwnerOrganizationId, tags: tags?.slice(0, 50).map((tag) => cutText(tag, 200)) }),
      ...(classified.confidence === 'guess' ? {} : { classEvident: true }),
    },
  }
}

/** An application that has no service principal in the file: where the register has one, it is the same identity. */
export function applicationIdentity(application: Application): Identity {
  const { appId, createdDateTime, description } = application
  const ci = ciProviderOf((application.federatedIdentityCredentials ?? []).map(({ issuer }) => issuer))
  return {
    type: 'identity',
    externalId: appId,
    name: nameOf(application),
    class: ci ? 'ci_runner' : 'service_account',
    classReason: ci ? `It accepts tokens of ${ci}` : 'An application that this tenant registered itself',
    classConfidence: ci ? 'certain' : 'likely',
    enabled: null,
    createdAt: createdDateTime ?? null,
    privileged: false,
    correlationKeys: [`entra:app:${appId}`],
    details: tidyDetails({ description, ...(ci ? { provider: ci } : { accountType: 'application registration' }) }),
    attributes: { kind: 'entra_app', ...(application.publisherDomain ? { publisherDomain: application.publisherDomain } : {}) },
  }
}

type Known = { principal: ServicePrincipal; application: Application | undefined; classified: PrincipalClass; ci: string | null; holdings: Holdings }

function detailsOf({ principal, application, classified, ci, holdings }: Known) {
  const description = principal.description || principal.appDescription || application?.description || principal.notes
  if (classified.class === 'workload')
    return tidyDetails({ description, platform: 'azure', usedBy: (principal.alternativeNames ?? []).filter((name) => name.startsWith('/')) })
  if (classified.class === 'saas_connector') return connectorDetails(principal, description, holdings)
  if (classified.class === 'ci_runner')
    return tidyDetails({ description, provider: ci, subjectPattern: application?.federatedIdentityCredentials?.[0]?.subject })
  if (classified.class === 'ai_agent') return tidyDetails({ description, vendor: publisherOf(principal), tools: [...holdings.scopes] })
  return tidyDetails({ description, accountType: 'application' })
}

function connectorDetails(principal: ServicePrincipal, description: string | null | undefined, holdings: Holdings) {
  const publisher = publisherOf(principal)
  return tidyDetails({
    description,
    vendor: isMicrosoft(principal.appOwnerOrganizationId) ? 'Microsoft' : (publisher ?? nameOf(principal)),
    vendorTenant: principal.appOwnerOrganizationId,
    publisher,
    publisherVerified: Boolean(principal.verifiedPublisher?.verifiedPublisherId || principal.verifiedPublisher?.displayName),
    appId: principal.appId,
    scopes: [...holdings.scopes],
    consentType: holdings.consentType,
    consentedBy: [...holdings.consentedBy],
    redirectUris: principal.replyUrls,
    homepage: principal.homepage,
  })
}

function publisherOf({ verifiedPublisher, publisherName }: ServicePrincipal): string | null {
  return verifiedPublisher?.displayName || publisherName || null
}
