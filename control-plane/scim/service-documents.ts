import { MAX_PEOPLE } from '#lib/ownership/provisioning/schemas.ts'
import { USER } from './attribute-path.ts'
import { USER_SCHEMA } from './user-schema.ts'

/** What this service can do (RFC 7643 §5). */
export const serviceProviderConfig = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_PEOPLE },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API token',
      description: 'A token for provisioning as a bearer (RFC 6750): an admin makes it under Settings, Provisioning',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
})

/** The one type of resource (RFC 7643 §6). */
export const userType = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: 'People who own identities and sign in',
  schema: USER,
  schemaExtensions: [],
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
})

export const userSchema = (base: string) => ({ ...USER_SCHEMA, meta: { resourceType: 'Schema', location: `${base}/Schemas/${USER}` } })

/** One document as the list in which RFC 7644 §4 wants it. */
export const listOf = (document: object) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 1,
  startIndex: 1,
  itemsPerPage: 1,
  Resources: [document],
})
