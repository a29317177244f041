import { describe, expect, it } from 'vitest'
import { allow, arnOf, attach, detailsText, groupEntry, inline, policyEntry, roleEntry, userEntry } from '../testing/aws-details.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { awsAuthorizationDetails } from './authorization-details.ts'

const read = (content: string | Uint8Array, options = {}) => readAll(awsAuthorizationDetails, content, options)
const ADMIN_ARN = 'arn:aws:iam::aws:policy/AdministratorAccess'

const ESTATE = {
  users: [
    userEntry('ann', { GroupList: ['admins', 'gone'], Tags: [{ Key: 'type', Value: 'person' }] }),
    userEntry('backup', {
      UserPolicyList: [inline('own', allow('s3:Get*', 'arn:aws:s3:::b/*'), 'encoded')],
      AttachedManagedPolicies: [attach('deploy'), attach('lost')],
    }),
  ],
  groups: [
    groupEntry('admins', {
      AttachedManagedPolicies: [attach('AdministratorAccess', ADMIN_ARN)],
      GroupPolicyList: [inline('read', allow('ec2:Describe*', '*'))],
    }),
  ],
  roles: [roleEntry('runner', { Federated: 'arn:aws:iam::123456789012:oidc-provider/gitlab.com' }, { RoleLastUsed: { LastUsedDate: '2026-11-01T00:00:00Z' } })],
  policies: [
    policyEntry('deploy', [allow(['iam:PassRole', 'ecs:*'], '*'), { Effect: 'Deny', Action: 's3:*', Resource: '*' }]),
    policyEntry('AdministratorAccess', allow('*', '*'), ADMIN_ARN),
  ],
}

describe('the authorization details of an AWS account', () => {
  it('become its users and roles, with class, privilege and their reasons', async () => {
    const { records, summary } = await read(detailsText(ESTATE))
    expect(summary).toEqual({ counts: { users: 2, groups: 1, roles: 1, policies: 2 }, observedAt: null, scope: '123456789012' })
    const identities = ofType(records, 'identity')
    expect(identities.map(({ name, class: identityClass, privileged, privilegedReason }) => [name, identityClass, privileged, privilegedReason])).toEqual([
      ['ann', 'human_admin', true, 'group admins policy AdministratorAccess allows every action on every resource'],
      ['backup', 'service_account', true, 'policy deploy allows iam:PassRole on every resource'],
      ['runner', 'ci_runner', false, null],
    ])
    expect(identities[0]).toMatchObject({
      externalId: arnOf('user', 'ann'),
      classReason: 'Tagged type = person',
      createdAt: new Date('2026-01-02T03:04:05Z'),
      lastUseKnown: 'unknown',
      attributes: { kind: 'iam_user', account: '123456789012', uniqueId: 'AIDAann', groups: ['admins', 'gone'], tags: { type: 'person' } },
    })
    expect(identities[2]).toMatchObject({ lastUsedAt: new Date('2026-11-01T00:00:00Z'), lastUseKnown: 'exact' })
  })

  it('give an entitlement for each policy, own or through a group, and a trust for each that may assume a role', async () => {
    const { records } = await read(detailsText(ESTATE))
    const entitlements = ofType(records, 'entitlement')
    expect(entitlements.map(({ externalId, action, resource, grantedVia }) => [externalId.split('012:')[1], action, resource, grantedVia])).toEqual([
      ['user/ann/group/admins/inline/read', 'ec2:Describe*', '*', 'group admins inline policy read'],
      [`user/ann/group/admins/attached/${ADMIN_ARN}`, 'every action', '*', 'group admins policy AdministratorAccess'],
      ['user/backup/inline/own', 's3:Get*', 'arn:aws:s3:::b/*', 'inline policy own'],
      ['user/backup/attached/arn:aws:iam::123456789', '2 actions of ecs, iam', '*', 'policy deploy'],
      ['user/backup/attached/arn:aws:iam::123456789', 'unknown', 'unknown: the policy is not in the file', 'policy lost'],
    ])
    expect(entitlements[3]?.attributes).toMatchObject({
      policyName: 'deploy',
      services: ['ecs', 'iam'],
      actions: ['iam:PassRole', 'ecs:*'],
      admin: false,
      wildcardAction: true,
      wildcardResource: true,
      denies: 1,
    })
    expect(ofType(records, 'credential')).toMatchObject([
      { identityExternalId: arnOf('role', 'runner'), kind: 'federated_trust', lastUseKnown: 'unknown', enabled: true },
    ])
    expect(ofType(records, 'trust')).toMatchObject([
      {
        identityExternalId: arnOf('role', 'runner'),
        kind: 'federate',
        principal: 'arn:aws:iam::123456789012:oidc-provider/gitlab.com',
        principalKind: 'federated',
      },
    ])
    expect(ofType(records, 'note').map((note) => [note.code, note.subject])).toEqual([
      ['not_readable', 'gone'],
      ['not_readable', arnOf('policy', 'lost')],
    ])
  })

  it('say the same in whatever order the lists stand, with or without line breaks, in chunks of any size', async () => {
    const { records } = await read(detailsText(ESTATE))
    const { users, groups, roles, policies } = ESTATE
    const turned = detailsText({ policies, groups, roles, users })
    for (const [content, chunk] of [
      [turned, 11],
      [JSON.stringify(JSON.parse(turned)), 4096],
      [`\uFEFF${turned}`, 1],
    ] as const) {
      const again = await read(content, { chunk })
      const sorted = (list: typeof records) => list.map((record) => JSON.stringify(record)).toSorted()
      expect(sorted(again.records)).toEqual(sorted(records))
    }
  })

  it('know that a role without a date was unused for its whole life only when it is younger than 400 days', async () => {
    const roles = [
      roleEntry('young', '*', { CreateDate: '2026-06-01T00:00:00Z', RoleLastUsed: {} }),
      roleEntry('old', '*', { CreateDate: '2020-06-01 00:00:00+00:00', RoleLastUsed: {} }),
      roleEntry('untold', '*'),
    ]
    const { records } = await read(detailsText({ roles }))
    expect(ofType(records, 'identity').map(({ name, lastUsedAt, lastUseKnown }) => [name, lastUsedAt, lastUseKnown])).toEqual([
      ['young', null, 'exact'],
      ['old', null, 'logs'],
      ['untold', null, 'unknown'],
    ])
  })

  it('name the permissions boundary beside a privilege, and AWS policies that are privileged without their documents', async () => {
    const user = userEntry('root-ish', {
      AttachedManagedPolicies: [attach('AdministratorAccess', ADMIN_ARN)],
      PermissionsBoundary: { PermissionsBoundaryArn: arnOf('policy', 'limit') },
    })
    const [identity] = ofType((await read(detailsText({ users: [user] }))).records, 'identity')
    expect(identity?.privilegedReason).toBe(`policy AdministratorAccess is attached. limited by the permissions boundary ${arnOf('policy', 'limit')}`)
  })
})

describe('an entry that is there twice', () => {
  it('counts once when it is the same', async () => {
    const { records, summary } = await read(detailsText({ users: [userEntry('a'), userEntry('b'), userEntry('a')] }))
    expect(summary?.counts['users']).toBe(2)
    expect(ofType(records, 'identity')).toHaveLength(2)
  })

  it('is refused when it differs, naming both places', async () => {
    const text = detailsText({ users: [userEntry('a'), userEntry('b'), userEntry('a', { Path: '/x/' })] })
    expect(await refusalOf(read(text))).toBe(
      `UserDetailList[2] says something else about ${arnOf('user', 'a')} than UserDetailList[0] (line 3, column 3, byte ${text.indexOf('{', 2)}) (line 17, column 3, byte ${text.lastIndexOf('{')})`,
    )
  })

  it('is refused as the name of two inline policies of one holder', async () => {
    const user = userEntry('a', { UserPolicyList: [inline('p', allow('a:b', '*')), inline('p', allow('a:c', '*'))] })
    expect(await refusalOf(read(detailsText({ users: [user] })))).toMatch(
      /^UserDetailList\[0\]\.UserPolicyList\[1\]\.PolicyName must be the name of one policy only/,
    )
  })
})

describe('a file is refused with path, line and column when', () => {
  const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: 'x'.repeat(901) }, Action: 'sts:AssumeRole' }] }
  const cases: [why: string, lists: Parameters<typeof detailsText>[0], message: string][] = [
    [
      'a name is a number',
      { users: [userEntry('a', { UserName: 5 })] },
      'UserDetailList[0].UserName must be text, but is the number 5 (line 5, column 16, byte 58)',
    ],
    ['a name is missing', { users: [userEntry('a', { UserName: undefined })] }, 'UserDetailList[0].UserName is missing (line 3, column 3, byte 25)'],
    ['a name is empty', { users: [userEntry('')] }, 'UserDetailList[0].UserName must not be empty'],
    [
      'a name has a megabyte',
      { users: [userEntry('a', { UserName: 'x'.repeat(1_048_576) })] },
      'UserDetailList[0].UserName is too long: at most 256 are allowed',
    ],
    ['an entry is a text', { users: [userEntry('a')], roles: ['b' as never] }, 'RoleDetailList[0] must be an object, but is "b"'],
    ['an ARN is none', { users: [userEntry('a', { Arn: 'svc' })] }, 'UserDetailList[0].Arn must be the ARN of an IAM user, but is "svc"'],
    ['an ARN is of another kind', { users: [userEntry('a', { Arn: arnOf('role', 'a') })] }, 'UserDetailList[0].Arn must be the ARN of an IAM user'],
    [
      'a date is none',
      { users: [userEntry('a', { CreateDate: 'yesterday' })] },
      'UserDetailList[0].CreateDate must be an instant such as 2026-11-22T05:14:53Z, but is "yesterday"',
    ],
    ['a list of groups is a text', { users: [userEntry('a', { GroupList: 'admins' })] }, 'UserDetailList[0].GroupList must be a list, but is "admins"'],
    [
      'a policy has no effect',
      { users: [userEntry('a', { UserPolicyList: [inline('p', { Action: '*' })] })] },
      'UserDetailList[0].UserPolicyList[0].PolicyDocument.Statement[0].Effect',
    ],
    [
      'a policy is not JSON',
      { users: [userEntry('a', { UserPolicyList: [{ PolicyName: 'p', PolicyDocument: '%7Bx' }] })] },
      'UserDetailList[0].UserPolicyList[0].PolicyDocument must be a policy as JSON, plain or percent-encoded, but is "%7Bx"',
    ],
    [
      'a policy hides a NUL',
      { users: [userEntry('a', { UserPolicyList: [{ PolicyName: 'p', PolicyDocument: '{"Statement":[],"Id":"\\u0000"}' }] })] },
      'PolicyDocument must be a policy that can be stored (it holds a NUL',
    ],
    [
      'a trusted principal is too long',
      { roles: [roleEntry('a', '*', { AssumeRolePolicyDocument: trust })] },
      'RoleDetailList[0].AssumeRolePolicyDocument.Statement[0].Principal.AWS is too long: at most 900 are allowed',
    ],
    ['a text holds a NUL', { users: [userEntry('a', { Tags: [{ Key: 'k', Value: 'a\u0000b' }] })] }, 'UserDetailList[0].Tags[0].Value holds a NUL character'],
    ['a text holds half a character', { users: [userEntry('a', { Note: ['\ud800'] })] }, 'UserDetailList[0].Note[0] holds half of a character'],
  ]
  it.each(cases)('%s', async (_why, lists, message) => {
    const refusal = await refusalOf(read(detailsText(lists), { chunk: 64 }))
    expect(refusal).toContain(message)
    expect(refusal).toMatch(/\(line \d+, column \d+, byte \d+\)$/)
    expect(refusal.length).toBeLessThan(600)
  })

  it('it is one page of several', async () => {
    const users = [userEntry('a')]
    for (const mark of ['"IsTruncated": true', '"NextToken": "abc"', '"Marker": "abc"']) {
      expect(await refusalOf(read(`{${mark}, ${detailsText({ users }).slice(1)}`))).toMatch(/says that this is only one page of the export/)
    }
    expect((await read(`{"IsTruncated": false, "Marker": null, ${detailsText({ users }).slice(1)}`)).records).toHaveLength(1)
  })

  it('it is of another account than the system, or of two', async () => {
    const foreign = userEntry('b', { Arn: 'arn:aws:iam::999988887777:user/b' })
    expect(await refusalOf(read(detailsText({ users: [foreign] }), { scope: '123456789012' }))).toMatch(
      /^UserDetailList\[0\]\.Arn belongs to account 999988887777, but this system is account 123456789012 \(line 7,/,
    )
    expect(await refusalOf(read(detailsText({ users: [userEntry('a'), foreign] })))).toMatch(
      /^UserDetailList\[1\]\.Arn belongs to account 999988887777, but the file began with account 123456789012/,
    )
  })

  it('it is cut off anywhere: never another error, never a part of it', async () => {
    const text = detailsText({ ...ESTATE, users: [...ESTATE.users, userEntry('é€😀"\\', { Tags: [{ Key: 'note', Value: '\n\u2028' }] })] })
    const bytes = Buffer.from(text)
    for (let cut = 0; cut < bytes.length - 2; cut += 97) {
      expect(await refusalOf(read(bytes.subarray(0, cut), { chunk: 1 + (cut % 700) }))).toMatch(/\(line \d+, column \d+, byte \d+\)/)
    }
    expect((await read(bytes.subarray(0, -1))).records).toEqual((await read(bytes)).records)
  }, 30_000)
})

describe('hostile text', () => {
  it.each([
    "=cmd|' /C calc'!A0",
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE identity; --",
    '../../etc/passwd',
    '__proto__',
    '${jndi:ldap://x}',
    '\u202egpj.exe',
    '%00',
  ])('is kept as it is, as data: %s', async (text) => {
    const user = userEntry('x', { UserName: text, Tags: [{ Key: 'k', Value: text }], GroupList: [text], UserPolicyList: [inline(text, allow(text, text))] })
    const { records } = await read(detailsText({ users: [user], groups: [groupEntry(text, { GroupPolicyList: [inline(text, allow('s3:*', '*'))] })] }))
    expect(ofType(records, 'identity')[0]).toMatchObject({ name: text, attributes: { groups: [text], tags: { k: text } } })
    const keys = ofType(records, 'entitlement').map((entitlement) => entitlement.externalId)
    expect(new Set(keys).size).toBe(2)
    expect(ofType(records, 'entitlement')[0]).toMatchObject({ resource: text, action: text, grantedVia: `inline policy ${text}` })
  })

  it('of the longest allowed length still makes keys that the register takes', async () => {
    const name = '/'.repeat(128)
    const user = userEntry('x', { Arn: `${arnOf('user', '')}${'p/'.repeat(490)}x`, UserName: '€'.repeat(256), GroupList: [name] })
    const groups = [
      groupEntry(name, {
        GroupPolicyList: [inline(name, allow('😀'.repeat(300), '😀'.repeat(300)))],
        AttachedManagedPolicies: [attach('p', `a${'€'.repeat(511)}`)],
      }),
    ]
    const roles = [
      roleEntry('r', { AWS: '😀'.repeat(450), Federated: '😀'.repeat(450), Service: 'x'.repeat(900) }, { Arn: `${arnOf('role', '')}${'p/'.repeat(490)}x` }),
    ]
    const { records } = await read(detailsText({ users: [user], groups, roles }))
    expect(ofType(records, 'entitlement')).toHaveLength(2)
    expect(ofType(records, 'trust')).toHaveLength(3)
    expect(JSON.stringify(records).isWellFormed()).toBe(true)
    expect(JSON.stringify(records)).not.toMatch(/\\ud[89a-f]/)
  })

  it('in one line of megabytes is read as any other', async () => {
    const users = Array.from({ length: 800 }, (_, index) =>
      userEntry(`svc-${index}`, {
        UserPolicyList: [
          inline(
            'p',
            allow(
              Array.from({ length: 40 }, (_value, action) => `s3:Action${action}`),
              '*',
            ),
          ),
        ],
      }),
    )
    const { summary } = await read(JSON.stringify(JSON.parse(detailsText({ users }))), { chunk: 65_536 })
    expect(summary?.counts['users']).toBe(800)
  }, 30_000)
})
