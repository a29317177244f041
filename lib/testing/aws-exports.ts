const ACCOUNT = '123456789012'
const REPORT_HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'

type User = { name: string; tags?: Record<string, string>; policies?: string[]; groups?: string[] }
type Role = { name: string; trusts?: string }

export const userArn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`
const MADE = '2025-03-04T05:06:07.890Z'

/** What `aws iam get-account-authorization-details` writes of these users and roles. */
export function authorizationDetails({ users = [], roles = [] }: { users?: User[]; roles?: Role[] }): string {
  const trust = (service: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] })
  return JSON.stringify({
    UserDetailList: users.map(({ name, tags = {}, policies = [], groups = [] }) => ({
      Path: '/',
      UserName: name,
      UserId: `AIDA${name.toUpperCase()}`,
      Arn: userArn(name),
      CreateDate: MADE,
      GroupList: groups,
      UserPolicyList: [],
      AttachedManagedPolicies: policies.map((policy) => ({ PolicyName: policy, PolicyArn: `arn:aws:iam::aws:policy/${policy}` })),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    GroupDetailList: [],
    RoleDetailList: roles.map(({ name, trusts = 'ec2.amazonaws.com' }) => ({
      Path: '/',
      RoleName: name,
      RoleId: `AROA${name.toUpperCase()}`,
      Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      CreateDate: MADE,
      AssumeRolePolicyDocument: trust(trusts),
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    })),
    Policies: [],
  })
}

/** The credential report of these users: with or without a console password, and with access keys by the second in which they were made. */
export function credentialReport(users: { name: string; password?: boolean; keys?: string[] }[]): string {
  const rows = users.map(({ name, password = false, keys = [] }) => {
    const key = (made: string | undefined) => (made ? ['true', made, 'N/A', 'N/A', 'N/A'] : ['false', 'N/A', 'N/A', 'N/A', 'N/A'])
    const facts = [name, userArn(name), '2025-03-04T05:06:07+00:00', String(password), 'N/A', password ? '2025-03-04T05:06:07+00:00' : 'N/A', 'N/A', 'false']
    return [...facts, ...key(keys[0]), ...key(keys[1]), 'false', 'N/A', 'false', 'N/A'].join(',')
  })
  return [REPORT_HEADER, ...rows, ''].join('\n')
}

/** What `aws iam list-access-keys` writes of these keys. */
export function accessKeys(keys: { user: string; id: string; made: string }[]): string {
  return JSON.stringify({ AccessKeyMetadata: keys.map(({ user, id, made }) => ({ UserName: user, AccessKeyId: id, Status: 'Active', CreateDate: made })) })
}
