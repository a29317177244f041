import { describe, expect, it } from 'vitest'
import { patternCovers } from './action-pattern.ts'
import { PolicyDocument } from './policy-document.ts'
import { summarizePolicy } from './summarize-policy.ts'

const summaryOf = (...Statement: unknown[]) => summarizePolicy(PolicyDocument.parse({ Statement }))
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more })
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }

describe('a policy makes its holder privileged when it allows', () => {
  it.each([
    ['everything', allow('*'), 'every action on every resource'],
    ['everything, written longer', allow(['s3:Get*', '*:*'], ['arn:aws:s3:::x', '*']), 'every action on every resource'],
    ['everything under conditions', allow('*', '*', MFA), 'every action on every resource, under conditions'],
    [
      'everything but something',
      { Effect: 'Allow', NotAction: ['iam:*', 'account:*'], Resource: '*' },
      'every action except iam:*, account:* on every resource',
    ],
    ['everything on all but something', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }, 'every action on every resource'],
    ['all of IAM', allow(['IAM:*']), 'iam:* on every resource'],
    ['IAM by a pattern in the service', allow('i*:*'), 'iam:*, identitystore:* on every resource'],
    ['a key for anybody', allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/*'), 'iam:CreateAccessKey on every resource'],
    ['a widening by a pattern', allow('iam:Put*Policy'), 'iam:PutGroupPolicy, iam:PutRolePolicy, iam:PutUserPolicy on every resource'],
    ['many of them', allow('iam:*e*'), 'iam:AddUserToGroup, iam:AttachRolePolicy, iam:AttachUserPolicy, iam:CreateAccessKey and 10 more on every resource'],
    ['any role', allow('sts:AssumeRole'), 'sts:AssumeRole on every resource'],
  ])('%s', (_name, statement, reason) => {
    expect(summaryOf(statement).privilegedBecause).toEqual([reason])
  })

  it.each([
    ['reading', allow(['s3:Get*', 'ec2:Describe*', 'iam:Get*', 'iam:List*'])],
    ['everything of one resource', allow('*', 'arn:aws:s3:::x/*')],
    ['its own key', allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}')],
    ['passing roles to one service', allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } })],
    ['nothing, since it denies', { Effect: 'Deny', Action: '*', Resource: '*' }],
    ['nothing at all', { Effect: 'Allow' }],
  ])('but not when it allows %s', (_name, statement) => {
    expect(summaryOf(statement).privilegedBecause).toEqual([])
  })
})

describe('the summary of a policy', () => {
  it('counts everything and shows the first of it', () => {
    const actions = Array.from({ length: 300 }, (_, index) => `s3:Action${index}`)
    const summary = summaryOf(allow([...actions, ...actions], actions), { Effect: 'Deny', Action: 'ec2:*', Resource: '*' })
    expect(summary).toMatchObject({
      actionCount: 300,
      resourceCount: 300,
      services: ['s3'],
      denies: 1,
      admin: false,
      wildcardAction: false,
      wildcardResource: false,
      conditions: false,
    })
    expect(summary.actions).toEqual(actions.slice(0, 60))
    expect(summary.resources).toHaveLength(10)
  })

  it('says what stands under conditions and what is told by exception', () => {
    expect(summaryOf(allow('s3:Get*', '*', MFA))).toMatchObject({ conditions: true, wildcardAction: true, wildcardResource: true })
    expect(summaryOf({ Effect: 'Allow', NotAction: 's3:*', NotResource: 'x' })).toMatchObject({
      notAction: true,
      notResource: true,
      services: ['*'],
      actionCount: 0,
    })
  })
})

describe('a pattern of a policy', () => {
  it.each([
    ['*', 'anything', true],
    ['iam:*', 'IAM:PassRole', true],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get?', 's3:Get', false],
    ['*Role', 'iam:PassRole', true],
    ['*Role', 'iam:PassRoles', false],
    ['a*b*c', 'a1b2b3c', true],
    ['', '', true],
    ['', 'x', false],
    ['s3:[a]*', 's3:a', false],
  ])('%s covers %s: %s', (pattern, text, covers) => {
    expect(patternCovers(pattern, text)).toBe(covers)
  })

  it('cannot stall the import', () => {
    expect(patternCovers(`${'a*'.repeat(2_000)}b`, 'a'.repeat(2_000))).toBe(false)
  })
})
