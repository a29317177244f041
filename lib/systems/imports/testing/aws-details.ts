const ACCOUNT = '123456789012'

type Entry = Record<string, unknown>

/** The ARN of an IAM resource of the test account. */
export function arnOf(kind: 'user' | 'group' | 'role' | 'policy', name: string): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}/${name}`
}

export function userEntry(name: string, more: Entry = {}): Entry {
  return { Path: '/', UserName: name, UserId: `AIDA${name}`, Arn: arnOf('user', name), CreateDate: '2026-01-02T03:04:05+00:00', ...more }
}

export function groupEntry(name: string, more: Entry = {}): Entry {
  return { Path: '/', GroupName: name, Arn: arnOf('group', name), ...more }
}

/** A role that `trust` (a principal of its trust policy) may assume. */
export function roleEntry(name: string, trust: unknown, more: Entry = {}): Entry {
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole' }] }
  return { Path: '/', RoleName: name, Arn: arnOf('role', name), CreateDate: '2026-01-02T03:04:05Z', AssumeRolePolicyDocument, ...more }
}

/** A managed policy whose version in force is `statement`, with an older one that allowed everything. */
export function policyEntry(name: string, statement: unknown, arn = arnOf('policy', name)): Entry {
  const older = { VersionId: 'v1', Document: { Statement: allow('*', '*') } }
  return { PolicyName: name, Arn: arn, DefaultVersionId: 'v2', PolicyVersionList: [older, { VersionId: 'v2', Document: { Statement: statement } }] }
}

export function allow(Action: string | string[], Resource: string | string[], more: Entry = {}): Entry {
  return { Effect: 'Allow', Action, Resource, ...more }
}

export function inline(name: string, statement: unknown, encode?: 'encoded'): Entry {
  const PolicyDocument = { Version: '2012-10-17', Statement: statement }
  return { PolicyName: name, PolicyDocument: encode ? encodeURIComponent(JSON.stringify(PolicyDocument)) : PolicyDocument }
}

export function attach(name: string, PolicyArn = arnOf('policy', name)): Entry {
  return { PolicyName: name, PolicyArn }
}

/** The export as text, lists in the order in which they are given. */
export function detailsText(lists: { users?: Entry[]; groups?: Entry[]; roles?: Entry[]; policies?: Entry[] }): string {
  const names = { users: 'UserDetailList', groups: 'GroupDetailList', roles: 'RoleDetailList', policies: 'Policies' } as const
  const entries = Object.entries(lists).map(([list, items]) => [names[list as keyof typeof names], items])
  return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`
}
