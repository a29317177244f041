import { z } from 'zod'
import { SourceInstant } from '../source-instant.ts'

// Objects of Microsoft Graph v1.0 as far as they are read; the Azure command line and AzureHound write the same members.

const text = (max: number) => z.string().max(max)
const label = text(4_000).nullish()
const labels = z.array(text(4_000)).max(5_000).nullish()
/** Ids do not tell case apart, and AzureHound writes them in capitals. */
export const ObjectId = z
  .string()
  .regex(/^[\w-]{1,128}$/, 'must be the id of an object')
  .toLowerCase()
const Instant = SourceInstant.transform((instant) => instant?.toISOString() ?? null).optional()

/** A client secret by its id: the secret is never in an answer, and the hint of it (its first characters) is not taken. */
const PasswordCredential = z.object({ keyId: ObjectId, displayName: label, startDateTime: Instant, endDateTime: Instant })
const KeyCredential = z.object({
  keyId: ObjectId,
  displayName: label,
  type: text(64).nullish(),
  usage: text(64).nullish(),
  customKeyIdentifier: text(256).nullish(),
  startDateTime: Instant,
  endDateTime: Instant,
  key: text(100_000).nullish(),
})
export const FederatedCredential = z.object({
  id: text(256).optional(),
  name: z.string().min(1).max(256),
  issuer: z.string().min(1).max(1_000),
  subject: text(1_000).nullish(),
  audiences: z.array(text(1_000)).max(100).nullish(),
  description: label,
})
/** Owners as `$expand=owners` gives them. */
export const Owner = z.object({
  id: ObjectId,
  displayName: label,
  userPrincipalName: text(1_024).nullish(),
  '@odata.type': text(128).optional(),
  appId: ObjectId.nullish(),
})

const credentials = {
  passwordCredentials: z.array(PasswordCredential).max(2_000).nullish(),
  keyCredentials: z.array(KeyCredential).max(2_000).nullish(),
  federatedIdentityCredentials: z.array(FederatedCredential).max(2_000).nullish(),
  owners: z.array(Owner).max(2_000).nullish(),
}

export const ServicePrincipal = z.object({
  id: ObjectId,
  appId: ObjectId,
  displayName: text(1_024).nullish(),
  appDisplayName: text(1_024).nullish(),
  servicePrincipalType: text(64).nullish(),
  accountEnabled: z.boolean().nullish(),
  createdDateTime: Instant,
  deletedDateTime: Instant,
  appOwnerOrganizationId: ObjectId.nullish(),
  publisherName: label,
  verifiedPublisher: z.object({ displayName: label, verifiedPublisherId: label }).nullish(),
  signInAudience: text(128).nullish(),
  homepage: label,
  description: label,
  appDescription: label,
  notes: label,
  replyUrls: labels,
  alternativeNames: labels,
  tags: labels,
  disabledByMicrosoftStatus: text(256).nullish(),
  appRoles: z
    .array(z.object({ id: ObjectId, value: text(1_024).nullish(), displayName: label }))
    .max(10_000)
    .nullish(),
  tenantId: ObjectId.nullish(),
  ...credentials,
})
export type ServicePrincipal = z.infer<typeof ServicePrincipal>

const RedirectUris = z.object({ redirectUris: labels }).nullish()
export const Application = z.object({
  appId: ObjectId,
  displayName: text(1_024).nullish(),
  createdDateTime: Instant,
  description: label,
  publisherDomain: text(1_024).nullish(),
  signInAudience: text(128).nullish(),
  web: RedirectUris,
  spa: RedirectUris,
  tenantId: ObjectId.nullish(),
  ...credentials,
})
export type Application = z.infer<typeof Application>

/** A consent: what a client may do in the name of one user, or of all (delegated permissions). */
export const PermissionGrant = z.object({
  id: text(512),
  clientId: ObjectId,
  consentType: z.enum(['AllPrincipals', 'Principal'], 'must be AllPrincipals or Principal'),
  principalId: ObjectId.nullish(),
  resourceId: ObjectId,
  scope: text(50_000).nullish(),
})
export type PermissionGrant = z.infer<typeof PermissionGrant>

/** A role of an API that a client, user or group has on its own (application permissions). */
export const AppRoleAssignment = z.object({
  id: text(512).nullish(),
  appRoleId: ObjectId,
  principalId: ObjectId,
  principalType: text(64).nullish(),
  resourceId: ObjectId,
  resourceDisplayName: text(1_024).nullish(),
  createdDateTime: Instant,
})
export type AppRoleAssignment = z.infer<typeof AppRoleAssignment>

/** A role of the directory, or of Azure's resources, that somebody has. */
export const RoleAssignment = z.object({
  id: text(1_024).nullish(),
  principalId: ObjectId,
  principalType: text(64).nullish(),
  principalName: text(1_024).nullish(),
  roleDefinitionId: z.string().min(1).max(1_024),
  roleDefinitionName: text(512).nullish(),
  roleDefinition: z.object({ displayName: text(512).nullish() }).nullish(),
  scope: text(2_000).nullish(),
  directoryScopeId: text(1_024).nullish(),
  principal: z.object({ '@odata.type': text(128).optional(), userPrincipalName: text(1_024).nullish(), displayName: label }).nullish(),
})
export type RoleAssignment = z.infer<typeof RoleAssignment>
