import { awsAccessKeys } from '../aws/access-keys.ts'
import { awsAuthorizationDetails } from '../aws/authorization-details.ts'
import { awsCredentialReport } from '../aws/credential-report.ts'
import { REPORT_COLUMNS } from '../aws/report-row.ts'
import { allow, arnOf, attach, detailsText, groupEntry, inline, policyEntry, roleEntry, userEntry } from './aws-details.ts'
import type { FormatSample } from './format-sample.ts'

const ROOT_ROW: Record<string, string> = {
  user: '<root_account>',
  arn: 'arn:aws:iam::123456789012:root',
  user_creation_time: '2018-05-07T15:35:54+00:00',
  mfa_active: 'true',
  access_key_1_active: 'true',
  access_key_1_last_rotated: '2019-01-01T00:00:00+00:00',
  access_key_1_last_used_date: '2019-02-02T00:00:00+00:00',
}
const EMPTY_CELL = (column: string) => (/_active|_enabled/.test(column) ? 'false' : 'N/A')

export const AWS_SAMPLES: readonly FormatSample[] = [
  {
    format: awsAuthorizationDetails,
    encoding: 'json',
    sample: detailsText({
      users: [userEntry('ann', { GroupList: ['ops'], Tags: [{ Key: 'team', Value: 'core' }], AttachedManagedPolicies: [attach('read')] })],
      groups: [groupEntry('ops', { GroupPolicyList: [inline('all', allow('*', '*'))] })],
      roles: [roleEntry('app', { AWS: arnOf('user', 'ann') }, { RolePolicyList: [inline('one', allow('s3:GetObject', '*'))] })],
      policies: [policyEntry('read', [allow(['s3:Get*'], ['*'])])],
    }),
  },
  {
    format: awsCredentialReport,
    encoding: 'csv',
    sample: `${REPORT_COLUMNS.join(',')}\n${REPORT_COLUMNS.map((column) => ROOT_ROW[column] ?? EMPTY_CELL(column)).join(',')}\n`,
  },
  {
    format: awsAccessKeys,
    encoding: 'json',
    context: { scope: '123456789012' },
    sample: JSON.stringify([
      {
        UserName: 'ann',
        AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        Status: 'Active',
        CreateDate: '2026-01-02T03:04:05Z',
        AccessKeyLastUsed: { LastUsedDate: '2026-02-02T00:00:00Z' },
      },
    ]),
  },
]
