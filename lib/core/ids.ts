import { typeid } from 'typeid-js'
import { z } from 'zod'

/**
 * Ids are TypeIDs (prefix, underscore, 26 characters of a UUIDv7 in lower-case Crockford base32): sortable by
 * creation time, told apart by prefix, and typed apart so that the wrong kind cannot be passed.
 */
function idType<P extends string>(prefix: P) {
  const pattern = new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`)
  type Id = `${P}_${string}`
  const schema = z.custom<Id>((value) => typeof value === 'string' && pattern.test(value), `Expected an id that starts with ${prefix}_`)
  return Object.assign(schema, { prefix, create: () => typeid(prefix).toString() as Id })
}

export const UserId = idType('usr')
export type UserId = z.infer<typeof UserId>
export const SystemId = idType('sys')
export type SystemId = z.infer<typeof SystemId>
export const SyncRunId = idType('run')
export type SyncRunId = z.infer<typeof SyncRunId>
export const IdentityId = idType('nhi')
export type IdentityId = z.infer<typeof IdentityId>
export const CredentialId = idType('crd')
export type CredentialId = z.infer<typeof CredentialId>
export const EntitlementId = idType('ent')
export type EntitlementId = z.infer<typeof EntitlementId>
export const TrustId = idType('tru')
export type TrustId = z.infer<typeof TrustId>
export const ExposureId = idType('exp')
export type ExposureId = z.infer<typeof ExposureId>
export const FindingId = idType('fnd')
export type FindingId = z.infer<typeof FindingId>
export const TeamId = idType('tea')
export type TeamId = z.infer<typeof TeamId>
export const BoundaryId = idType('bnd')
export type BoundaryId = z.infer<typeof BoundaryId>
export const IdentityMergeId = idType('mrg')
export type IdentityMergeId = z.infer<typeof IdentityMergeId>
export const IdentityRequestId = idType('irq')
export type IdentityRequestId = z.infer<typeof IdentityRequestId>
export const SuccessionId = idType('suc')
export type SuccessionId = z.infer<typeof SuccessionId>
export const OffboardingId = idType('off')
export type OffboardingId = z.infer<typeof OffboardingId>
export const ApiTokenId = idType('tok')
export type ApiTokenId = z.infer<typeof ApiTokenId>
export const PrivilegeId = idType('prv')
export type PrivilegeId = z.infer<typeof PrivilegeId>
export const PolicyVersionId = idType('pol')
export type PolicyVersionId = z.infer<typeof PolicyVersionId>
export const DecisionId = idType('dec')
export type DecisionId = z.infer<typeof DecisionId>
export const AccessRequestId = idType('req')
export type AccessRequestId = z.infer<typeof AccessRequestId>
export const ApprovalId = idType('apr')
export type ApprovalId = z.infer<typeof ApprovalId>
export const LeaseId = idType('lse')
export type LeaseId = z.infer<typeof LeaseId>
export const RevocationId = idType('rev')
export type RevocationId = z.infer<typeof RevocationId>
export const ActivityEventId = idType('evt')
export type ActivityEventId = z.infer<typeof ActivityEventId>
export const AuditEntryId = idType('aud')
export type AuditEntryId = z.infer<typeof AuditEntryId>
export const EvidencePackId = idType('pck')
export type EvidencePackId = z.infer<typeof EvidencePackId>
export const CampaignTemplateId = idType('cmt')
export type CampaignTemplateId = z.infer<typeof CampaignTemplateId>
export const CampaignId = idType('cmp')
export type CampaignId = z.infer<typeof CampaignId>
export const CampaignItemId = idType('cit')
export type CampaignItemId = z.infer<typeof CampaignItemId>
export const CampaignSubmissionId = idType('sub')
export type CampaignSubmissionId = z.infer<typeof CampaignSubmissionId>
export const AttestationId = idType('att')
export type AttestationId = z.infer<typeof AttestationId>
export const NarrowingId = idType('nrw')
export type NarrowingId = z.infer<typeof NarrowingId>
export const DelegationId = idType('dlg')
export type DelegationId = z.infer<typeof DelegationId>
