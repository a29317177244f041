/** How large an account to make. What is left out follows from the users: a role for ten of them, a policy for a hundred, fifty groups. */
export type AwsExportSize = { users: number; roles?: number; groups?: number; policies?: number; seed?: number }

const ACCOUNT = '123456789012'
const CHUNK_CHARACTERS = 256 * 1024
const SERVICES = ['s3', 'dynamodb', 'sqs', 'sns', 'logs', 'kms', 'ec2', 'ecr', 'secretsmanager', 'ssm', 'lambda', 'states'] as const
const VERBS = ['Get', 'List', 'Put', 'Delete', 'Describe', 'Create', 'Update', 'Tag'] as const
const NOUNS = ['Object', 'Item', 'Queue', 'Topic', 'Stream', 'Key', 'Image', 'Secret', 'Parameter', 'Function'] as const
const TEAMS = ['payments', 'search', 'ledger', 'risk', 'mobile', 'platform', 'data', 'support'] as const
const TRUSTED = [
  { Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  { Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` }, Action: 'sts:AssumeRoleWithWebIdentity' },
  { Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' },
] as const

/**
 * The file that `aws iam get-account-authorization-details` would write for an account of that size, as a stream: the same bytes
 * for the same size and seed, about 2 KB a user. One user in two hundred is an administrator.
 */
export async function* generateAwsExport(size: AwsExportSize): AsyncGenerator<Uint8Array, void, undefined> {
  const { users, roles = Math.ceil(users / 10), groups = 50, policies = Math.ceil(users / 100), seed = 1 } = size
  const random = mulberry32(seed)
  const lists: [string, number, (index: number) => unknown][] = [
    ['UserDetailList', users, (index) => user(index, { groups, policies, random })],
    ['GroupDetailList', groups, (index) => group(index, policies)],
    ['RoleDetailList', roles, (index) => role(index, policies, random)],
    ['Policies', policies, (index) => policy(index, random)],
  ]
  let text = '{'
  for (const [list, count, make] of lists) {
    text += `${list === 'UserDetailList' ? '' : ','}\n    "${list}": [`
    for (let index = 0; index < count; index += 1) {
      text += `${index > 0 ? ',' : ''}\n        ${JSON.stringify(make(index), null, 4).replaceAll('\n', '\n        ')}`
      if (text.length < CHUNK_CHARACTERS) continue
      yield Buffer.from(text)
      text = ''
    }
    text += '\n    ]'
  }
  yield Buffer.from(`${text}\n}\n`)
}

function user(index: number, { groups, policies, random }: { groups: number; policies: number; random: () => number }) {
  const name = `svc-${TEAMS[index % TEAMS.length]}-${index}`
  return {
    Path: '/services/',
    UserName: name,
    UserId: uniqueId('AIDA', random),
    Arn: `arn:aws:iam::${ACCOUNT}:user/services/${name}`,
    CreateDate: dateOf(index),
    UserPolicyList: index % 2 === 0 ? [{ PolicyName: 'own-data', PolicyDocument: document(random, index % 200 === 0) }] : [],
    GroupList: [`team-${index % groups}`],
    AttachedManagedPolicies: [attached(index % policies), attached((index * 7 + 1) % policies)],
    Tags: [
      { Key: 'team', Value: TEAMS[index % TEAMS.length] },
      { Key: 'cost-centre', Value: String(1000 + (index % 900)) },
    ],
  }
}

function group(index: number, policies: number) {
  return {
    Path: '/',
    GroupName: `team-${index}`,
    GroupId: `AGPA${String(index).padStart(17, '0')}`,
    Arn: `arn:aws:iam::${ACCOUNT}:group/team-${index}`,
    CreateDate: dateOf(index),
    GroupPolicyList: [],
    AttachedManagedPolicies: [attached((index * 3) % policies)],
  }
}

function role(index: number, policies: number, random: () => number) {
  const trusted = TRUSTED[index % TRUSTED.length]
  return {
    Path: '/',
    RoleName: `job-${index}`,
    RoleId: uniqueId('AROA', random),
    Arn: `arn:aws:iam::${ACCOUNT}:role/job-${index}`,
    CreateDate: dateOf(index),
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...trusted }] },
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: 'task', PolicyDocument: document(random, false) }],
    AttachedManagedPolicies: [attached(index % policies)],
    Tags: [],
    RoleLastUsed: index % 3 === 0 ? {} : { LastUsedDate: dateOf(index + 500), Region: 'eu-central-1' },
  }
}

function policy(index: number, random: () => number) {
  return {
    PolicyName: `policy-${index}`,
    PolicyId: uniqueId('ANPA', random),
    Arn: `arn:aws:iam::${ACCOUNT}:policy/policy-${index}`,
    Path: '/',
    DefaultVersionId: 'v2',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: dateOf(index),
    PolicyVersionList: [
      { Document: document(random, false), VersionId: 'v2', IsDefaultVersion: true, CreateDate: dateOf(index) },
      { Document: document(random, true), VersionId: 'v1', IsDefaultVersion: false, CreateDate: dateOf(index) },
    ],
  }
}

function document(random: () => number, admin: boolean) {
  if (admin) return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
  const service = pick(SERVICES, random)
  const actions = Array.from({ length: 6 }, () => `${service}:${pick(VERBS, random)}${pick(NOUNS, random)}`)
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: `arn:aws:${service}:::${pick(TEAMS, random)}-${Math.floor(random() * 1e6)}/*` }],
  }
}

function attached(index: number) {
  return { PolicyName: `policy-${index}`, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/policy-${index}` }
}

function dateOf(index: number): string {
  return new Date(Date.UTC(2019, 0, 1) + index * 40 * 60_000).toISOString().replace('.000Z', '+00:00')
}

function uniqueId(prefix: string, random: () => number): string {
  return prefix + Array.from({ length: 17 }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Math.floor(random() * 32)]).join('')
}

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)]
}

/** A small generator with a seed (mulberry32), so that a run can be repeated: 0 ≤ value < 1. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
