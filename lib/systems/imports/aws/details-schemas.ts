import { z } from 'zod'
import { iamArn } from './arn.ts'
import { IsoInstant } from '../instant.ts'
import { PolicyDocument } from './policy-document.ts'

// The members of GetAccountAuthorizationDetails (IAM API reference) that the import reads; others pass unread. Names may be
// longer than IAM allows, but keys made of them must stay within the 2,048 characters that the register gives a key.
const PrincipalName = z.string().min(1).max(256)
const PolicyName = z.string().min(1).max(128)
const Path = z.string().max(512).default('/')
const UniqueId = z.string().max(128).optional()

const Attached = z.array(z.object({ PolicyName, PolicyArn: z.string().min(1).max(512) })).default([])
const Inline = z
  .array(z.object({ PolicyName, PolicyDocument }))
  .superRefine((policies, context) => {
    const twice = policies.findIndex((policy, index) => policies.findIndex((other) => other.PolicyName === policy.PolicyName) < index)
    if (twice >= 0) context.addIssue({ code: 'custom', path: [twice, 'PolicyName'], message: 'must be the name of one policy only' })
  })
  .default([])
const Boundary = z.object({ PermissionsBoundaryArn: z.string().max(512) }).optional()
const Tags = z
  .array(z.object({ Key: z.string().max(256), Value: z.string().max(1024) }))
  .max(1000)
  .default([])

export const UserDetail = z.object({
  Path,
  UserName: PrincipalName,
  UserId: UniqueId,
  Arn: iamArn('user').max(1024),
  CreateDate: IsoInstant.optional(),
  UserPolicyList: Inline,
  GroupList: z.array(PolicyName).default([]),
  AttachedManagedPolicies: Attached,
  PermissionsBoundary: Boundary,
  Tags,
})
export type UserDetail = z.infer<typeof UserDetail>

export const GroupDetail = z.object({ GroupName: PolicyName, Arn: iamArn('group').max(1024), GroupPolicyList: Inline, AttachedManagedPolicies: Attached })
export type GroupDetail = z.infer<typeof GroupDetail>

export const RoleDetail = z.object({
  Path,
  RoleName: PrincipalName,
  RoleId: UniqueId,
  Arn: iamArn('role').max(1024),
  CreateDate: IsoInstant.optional(),
  AssumeRolePolicyDocument: PolicyDocument.optional(),
  RolePolicyList: Inline,
  AttachedManagedPolicies: Attached,
  PermissionsBoundary: Boundary,
  Tags,
  RoleLastUsed: z.object({ LastUsedDate: IsoInstant.optional(), Region: z.string().max(64).optional() }).optional(),
})
export type RoleDetail = z.infer<typeof RoleDetail>

export const ManagedPolicyDetail = z.object({
  PolicyName,
  Arn: iamArn('policy').max(1024),
  DefaultVersionId: z.string().max(64),
  PolicyVersionList: z.array(z.object({ VersionId: z.string().max(64), Document: PolicyDocument })),
})
export type ManagedPolicyDetail = z.infer<typeof ManagedPolicyDetail>
