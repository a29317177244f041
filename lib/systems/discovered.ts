import { z } from 'zod'
import { CONFIDENCES, CREDENTIAL_KINDS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { detailsProblem } from '#lib/core/identity-details.ts'

/**
 * What a source says, live driver or file alike, before it becomes part of the register. A source is as untrusted as a form:
 * text is bounded and free of NUL and lone surrogates (PostgreSQL can store neither), and may otherwise hold anything, so it is only ever shown, never run.
 */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'Holds a character that cannot be stored')
const Name = text(1_024)
const Key = text(2_048)

/** An instant as a Date, or as RFC 3339 text with a zone; null when the source does not say. */
const Instant = z
  .union([z.date(), z.iso.datetime({ offset: true }).transform((value) => new Date(value))])
  .nullable()
  .default(null)

/**
 * How well a source knows the last use. `exact`: it records each use, so an empty date means never used since it was made.
 * `logs`: seen in logs or live sessions, so an empty date means only "not seen". `unknown`: the source cannot say. Unknown is never unused.
 */
export const LAST_USE_KNOWN = ['exact', 'logs', 'unknown'] as const
export type LastUseKnown = (typeof LAST_USE_KNOWN)[number]

const lastUse = { lastUsedAt: Instant, lastUseKnown: z.enum(LAST_USE_KNOWN).default('unknown') }
const Attributes = z.record(z.string(), z.json()).default({})

const datedOnlyWhenKnown = (record: { lastUsedAt: Date | null; lastUseKnown: LastUseKnown }) => record.lastUseKnown !== 'unknown' || record.lastUsedAt === null
const Confidence = z.enum(CONFIDENCES).default('likely')
const undated = { path: ['lastUsedAt'], message: 'A last use has a date only when the source knows it' }

/** A principal of the source. `externalId` is its stable key there: the role's name on PostgreSQL, the ARN on AWS. */
export const DiscoveredIdentity = z
  .object({
    type: z.literal('identity'),
    externalId: Key,
    name: Name,
    class: z.enum(IDENTITY_CLASSES),
    classReason: text(500),
    classConfidence: Confidence,
    /** Null: this source does not say, and what is known stands. */
    enabled: z.boolean().nullable(),
    createdAt: Instant,
    ...lastUse,
    expiresAt: Instant,
    privileged: z.boolean(),
    privilegedReason: text(2_000).nullable().default(null),
    privilegedConfidence: Confidence,
    /**
     * Names of this principal that are unique in the world, so that another source that has one of them speaks of the same: `aws:<arn>`, `entra:app:<appId>`,
     * `entra:sp:<object id>`, `gcp:sa:<email>`, `spiffe://…`, `github:app:<id>`, `k8s:<cluster uid>:sa:<namespace>:<name>`, `x509:sha256:<fingerprint>`. Never a bare name.
     */
    correlationKeys: z.array(text(512)).max(20).default([]),
    /** What its class knows besides (lib/core/identity-details.ts). */
    details: z.record(z.string(), z.json()).default({}),
    /** It carries the mark of an account that Tenure minted: it belongs to a lease, not to the register. */
    ours: z.boolean().default(false),
    attributes: Attributes,
  })
  .refine(datedOnlyWhenKnown, undated)
  .superRefine((record, context) => {
    const problem = detailsProblem(record.class, record.details)
    if (problem) context.addIssue({ code: 'custom', path: ['details', ...problem.path], message: problem.message })
  })

/** Something an identity authenticates with. The secret itself never leaves the source. */
export const DiscoveredCredential = z
  .object({
    type: z.literal('credential'),
    identityExternalId: Key,
    externalId: Key,
    kind: z.enum(CREDENTIAL_KINDS),
    fingerprint: text(256).nullable().default(null),
    createdAt: Instant,
    ...lastUse,
    lastRotatedAt: Instant,
    expiresAt: Instant,
    enabled: z.boolean(),
    attributes: Attributes,
  })
  .refine(datedOnlyWhenKnown, undated)

/** A standing permission of an identity. `grantedVia`: `direct`, `owner`, or the membership or policy that it comes through. */
export const DiscoveredEntitlement = z
  .object({
    type: z.literal('entitlement'),
    identityExternalId: Key,
    externalId: Key,
    resource: Key,
    resourceKind: text(64),
    action: text(256),
    grantedVia: Name,
    /** The holder may pass it on. */
    adminOption: z.boolean().default(false),
    ...lastUse,
    attributes: Attributes,
  })
  .refine(datedOnlyWhenKnown, undated)

/** A use of an identity that the source saw. */
export const DiscoveredActivity = z.object({
  type: z.literal('activity'),
  identityExternalId: Key,
  externalId: Key,
  at: z.union([z.date(), z.iso.datetime({ offset: true }).transform((value) => new Date(value))]),
  action: text(256),
  resource: Key.nullable().default(null),
  sourceAddress: text(256).nullable().default(null),
  outcome: z.enum(['success', 'failure', 'unknown']),
  attributes: Attributes,
})

/** A privilege of the source's catalogue that a lease could lend. `name` is what a mint order names; what it touches are the entitlements of the identity with the same `externalId`. */
export const DiscoveredPrivilege = z.object({
  type: z.literal('privilege'),
  externalId: Key,
  name: Name,
  description: text(2_000).nullable().default(null),
  lendable: z.boolean(),
  /** Why a mint of it would be refused, for the person who could change that. */
  notLendableReason: text(2_000).nullable().default(null),
})

/** How a principal comes to act as an identity. */
export const TRUST_KINDS = ['assume', 'impersonate', 'federate', 'member', 'administer'] as const

/** Who may act as an identity, or hand out what it authenticates with: a line of a trust policy, an impersonation right, a federated subject, an owner of an application. */
export const DiscoveredTrust = z.object({
  type: z.literal('trust'),
  /** The identity that is acted as; with `actsAs` the one that acts, where the source shows only that side. */
  identityExternalId: Key,
  actsAs: z.boolean().default(false),
  externalId: Key,
  kind: z.enum(TRUST_KINDS),
  /** Who may, as the source writes it: an ARN, `system:serviceaccount:ns:name`, the subject of a token, a group. */
  principal: Key,
  principalKind: z.enum(['identity', 'person', 'group', 'account', 'service', 'federated', 'everybody', 'unknown']),
  /** The key of that principal where it is an identity of the same source, and its correlation key where it may be one of another. */
  principalExternalId: Key.nullable().default(null),
  principalCorrelationKey: text(512).nullable().default(null),
  /** What must hold besides, in the source's own words. */
  condition: text(4_000).nullable().default(null),
  attributes: Attributes,
})

/**
 * A credential seen where none may lie: a secret in code, in a log, in a message. The secret itself is never taken over: `fingerprints` are what
 * a register may know it by (an access key id as it is, `sha256:<hex>` of the secret where the report shows it), and the text around it is left behind.
 */
export const DiscoveredExposure = z.object({
  type: z.literal('exposure'),
  externalId: Key,
  /** The scanner's own name for what it found, such as `aws-access-token`. */
  rule: text(256),
  title: text(500),
  credentialKind: z.enum(CREDENTIAL_KINDS).nullable().default(null),
  fingerprints: z.array(text(256)).max(10).default([]),
  /** Where: a repository or bucket, a path, a line, a commit. */
  source: Name.nullable().default(null),
  path: Key.nullable().default(null),
  line: z.int().min(0).nullable().default(null),
  commit: text(256).nullable().default(null),
  author: text(512).nullable().default(null),
  exposedAt: Instant,
  /** Whether the scanner tried it: true it worked, false it did not, null it was not tried. */
  verified: z.boolean().nullable().default(null),
  attributes: Attributes,
})

/** What belongs to no single identity but must not be lost: grants to everybody, default privileges, parts of the source that could not be read. */
export const DiscoveredNote = z.object({
  type: z.literal('note'),
  externalId: Key,
  code: z.enum(['public_grant', 'default_privilege', 'not_readable', 'session_without_account', 'left_out']),
  subject: Name,
  text: text(2_000),
})

export const DiscoveredRecord = z.discriminatedUnion('type', [
  DiscoveredIdentity,
  DiscoveredCredential,
  DiscoveredEntitlement,
  DiscoveredActivity,
  DiscoveredPrivilege,
  DiscoveredTrust,
  DiscoveredExposure,
  DiscoveredNote,
])

export type DiscoveredIdentity = z.infer<typeof DiscoveredIdentity>
export type DiscoveredCredential = z.infer<typeof DiscoveredCredential>
export type DiscoveredEntitlement = z.infer<typeof DiscoveredEntitlement>
export type DiscoveredActivity = z.infer<typeof DiscoveredActivity>
export type DiscoveredPrivilege = z.infer<typeof DiscoveredPrivilege>
export type DiscoveredTrust = z.infer<typeof DiscoveredTrust>
export type DiscoveredExposure = z.infer<typeof DiscoveredExposure>
export type DiscoveredNote = z.infer<typeof DiscoveredNote>
export type DiscoveredRecord = z.infer<typeof DiscoveredRecord>
/** A record as a source writes it: what it does not say may be left out. `DiscoveredRecord.parse` fills the gaps. */
export type DiscoveredRecordInput = z.input<typeof DiscoveredRecord>

/** One key out of several names that may hold any character: each part percent-encoded, joined by `/`, so that no two lists of parts share a key. */
export function externalKey(...parts: string[]): string {
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}
