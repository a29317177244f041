import { z } from 'zod'
import { SourceInstant } from '../source-instant.ts'

// Objects of the Okta management API v1 as far as they are read.

const text = (max: number) => z.string().max(max)
export const OktaId = z.string().regex(/^[\w.-]{1,128}$/, 'must be the id of an object')
const Instant = SourceInstant.transform((instant) => instant?.toISOString() ?? null).optional()
const Link = z.object({ href: text(2_000) }).nullish()
const Status = z.string().min(1).max(64)

/** A public key of a client: its private half stays with the client. */
const Jwk = z.object({ kid: text(256).nullish(), kty: text(16).nullish(), status: text(32).nullish(), created: Instant })

/** An application. The client secret, which an answer may carry, is not read. */
export const OktaApp = z.object({
  id: OktaId,
  name: text(512).nullish(),
  label: z.string().min(1).max(1_000),
  status: Status,
  created: Instant,
  signOnMode: text(64),
  features: z.array(text(128)).max(200).nullish(),
  credentials: z.object({ oauthClient: z.object({ client_id: text(256).nullish(), token_endpoint_auth_method: text(64).nullish() }).nullish() }).nullish(),
  settings: z
    .object({
      oauthClient: z
        .object({
          application_type: text(64).nullish(),
          client_uri: text(2_000).nullish(),
          redirect_uris: z.array(text(4_000)).max(1_000).nullish(),
          grant_types: z.array(text(128)).max(100).nullish(),
          jwks: z.object({ keys: z.array(Jwk).max(200).nullish() }).nullish(),
          jwks_uri: text(2_000).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  _links: z.object({ users: Link, self: Link, groups: Link }).nullish(),
})
export type OktaApp = z.infer<typeof OktaApp>

/** An API token by its id; it works with the rights of the user who made it. */
export const OktaToken = z.object({
  id: OktaId,
  name: z.string().min(1).max(1_000),
  userId: OktaId.nullish(),
  clientName: text(256).nullish(),
  tokenWindow: text(64).nullish(),
  created: Instant,
  expiresAt: Instant,
  lastUpdated: Instant,
  network: z.object({ connection: text(64).nullish(), include: z.array(text(256)).max(500).nullish() }).nullish(),
  _link: z.object({ self: Link }).nullish(),
  _links: z.object({ self: Link }).nullish(),
})
export type OktaToken = z.infer<typeof OktaToken>

/** An administrator's role of a user, a group or a client. */
export const OktaRole = z.object({
  id: OktaId,
  label: text(512).nullish(),
  type: z.string().min(1).max(128),
  status: Status.nullish(),
  created: Instant,
  assignmentType: text(32),
  _links: z.object({ assignee: Link }).nullish(),
})
export type OktaRole = z.infer<typeof OktaRole>

export const OktaUser = z.object({
  id: OktaId,
  status: Status,
  created: Instant,
  lastLogin: Instant,
  profile: z.object({
    login: z.string().min(1).max(1_000),
    email: text(1_000).nullish(),
    firstName: text(500).nullish(),
    lastName: text(500).nullish(),
    userType: text(500).nullish(),
  }),
  _links: z.object({ self: Link }).nullish(),
})
export type OktaUser = z.infer<typeof OktaUser>

/** A scope of Okta's own API that was granted to an application. */
export const OktaGrant = z.object({
  id: OktaId,
  scopeId: z.string().min(1).max(256),
  status: Status.nullish(),
  clientId: text(256).nullish(),
  userId: OktaId.nullish(),
  issuer: text(2_000).nullish(),
  source: text(64).nullish(),
  created: Instant,
  createdBy: z.object({ id: text(128).nullish() }).nullish(),
  _links: z.object({ app: Link }).nullish(),
})
export type OktaGrant = z.infer<typeof OktaGrant>

/** That somebody, or a group, is assigned to an application. */
export const OktaAppUser = z.object({ id: OktaId, _links: z.object({ app: Link }).nullish() })
