import { describe, expect, it } from 'vitest'
import { classifyRole } from './classify-role.ts'
import { classifyUser } from './classify-user.ts'
import { PolicyDocument } from './policy-document.ts'
import { trustedPrincipals } from './trust-policy.ts'

const ACCOUNT = '123456789012'
const OIDC = `arn:aws:iam::${ACCOUNT}:oidc-provider`
const trust = (...principals: unknown[]) =>
  trustedPrincipals(PolicyDocument.parse({ Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })) }))
const classOf = (path: string, ...principals: unknown[]) => classifyRole({ path, account: ACCOUNT, trusted: trust(...principals) })

describe('the class of a role', () => {
  it.each([
    ['a virtual machine', { Service: 'ec2.amazonaws.com' }, 'server', /the service ec2\.amazonaws\.com/],
    ['a machine under Systems Manager', { Service: 'ssm.amazonaws.com' }, 'server', /ssm/],
    ['a function', { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }, 'workload', /lambda/],
    ['a container', { Service: 'ecs-tasks.amazonaws.com' }, 'workload', /ecs-tasks/],
    ['a build', { Service: 'codebuild.amazonaws.com' }, 'ci_runner', /codebuild/],
    ['an agent on Bedrock', { Service: 'bedrock.amazonaws.com' }, 'ai_agent', /bedrock/],
    ['GitHub Actions', { Federated: `${OIDC}/token.actions.githubusercontent.com` }, 'ci_runner', /tokens of GitHub Actions/],
    ['GitLab', { Federated: `${OIDC}/gitlab.example.org` }, 'ci_runner', /tokens of GitLab CI/],
    ['a pod', { Federated: `${OIDC}/oidc.eks.eu-west-1.amazonaws.com/id/ABC` }, 'workload', /oidc\.eks/],
    ['people of a directory', { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/okta` }, 'human_admin', /SAML provider okta/],
    ['another account', { AWS: 'arn:aws:iam::999988887777:root' }, 'saas_connector', /account 999988887777/],
    ['another account by its number', { AWS: '999988887777' }, 'saas_connector', /account 999988887777/],
    ['everybody', { AWS: '*' }, 'saas_connector', /any AWS account/],
    ['everybody, written shorter', '*', 'saas_connector', /any AWS account/],
    ['its own account', { AWS: `arn:aws:iam::${ACCOUNT}:user/x` }, 'service_account', /its own account only/],
    ['something deleted', { AWS: 'AIDAIOSFODNN7EXAMPLE' }, 'service_account', /nobody in that tells its class/],
  ])('that trusts %s', (_name, principal, identityClass, reason) => {
    const found = classOf('/', principal)
    expect(found.class).toBe(identityClass)
    expect(found.reason).toMatch(reason)
  })

  it('follows its path where AWS itself made it', () => {
    expect(classOf('/aws-reserved/sso.amazonaws.com/eu-west-1/', '*').class).toBe('human_admin')
    expect(classOf('/aws-service-role/ecs.amazonaws.com/', { Service: 'ecs.amazonaws.com' })).toMatchObject({
      class: 'workload',
      reason: 'Service-linked role of ecs.amazonaws.com',
    })
  })

  it('is the furthest from the account where several speak, and says so', () => {
    expect(classOf('/', { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: 'ec2.amazonaws.com' }, { Federated: `${OIDC}/gitlab.com` })).toMatchObject({
      class: 'ci_runner',
      reason: 'Its trust policy accepts tokens of GitLab CI; its trust policy names 2 of other classes too',
    })
  })
})

describe('a trust policy', () => {
  const statement = (more: object) => ({ Effect: 'Allow', Principal: { Federated: 'x' }, Action: 'sts:AssumeRoleWithWebIdentity', ...more })

  it('lets in who may assume, not who is denied or may only tag the session', () => {
    const statements = [statement({ Effect: 'Deny' }), statement({ Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }), statement({ Principal: undefined })]
    expect(trustedPrincipals(PolicyDocument.parse({ Statement: statements }))).toEqual([])
    expect(trustedPrincipals(PolicyDocument.parse({ Statement: statement({ Principal: undefined, NotPrincipal: { AWS: 'x' } }) }))).toMatchObject([
      { kind: 'anyone', id: '*' },
    ])
  })

  it('keeps whom a federated token must be of, and whether a vendor needs an external id', () => {
    const subject = { Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/api:*', 'repo:acme/web:*'] } } }
    const vendor = { Principal: { AWS: '999988887777' }, Action: 'sts:*', Condition: { StringEquals: { 'sts:ExternalId': 'abc' } } }
    expect(trustedPrincipals(PolicyDocument.parse({ Statement: [statement(subject), statement(vendor)] }))).toEqual([
      { kind: 'federated', id: 'x', conditional: true, subjects: ['repo:acme/api:*', 'repo:acme/web:*'], externalId: false },
      { kind: 'aws', id: '999988887777', conditional: true, subjects: [], externalId: true },
    ])
  })

  it('is unconditional where one of its statements is', () => {
    const statements = [statement({ Condition: { Bool: { a: 'true' } } }), statement({}), statement({ Condition: { Bool: { a: 'true' } } })]
    expect(trustedPrincipals(PolicyDocument.parse({ Statement: statements }))).toMatchObject([{ id: 'x', conditional: false }])
  })
})

describe('the class of a user', () => {
  it.each([
    ['type', 'Human', 'human_admin'],
    ['identity-type', 'service account', 'service_account'],
    ['tenure:class', 'ci_runner', 'ci_runner'],
    ['UserType', 'ai-agent', 'ai_agent'],
    ['account_kind', 'vendor', 'saas_connector'],
  ])('is that of its tag %s = %s', (Key, Value, identityClass) => {
    expect(
      classifyUser([
        { Key: 'team', Value: 'human' },
        { Key, Value },
      ]),
    ).toEqual({ class: identityClass, reason: `Tagged ${Key} = ${Value}`, evident: true })
  })

  it('is a service account, by default and saying so, where no tag tells', () => {
    expect(classifyUser([{ Key: 'type', Value: 'prod' }])).toMatchObject({ class: 'service_account', evident: false })
  })
})
