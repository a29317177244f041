import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import type { Principal, SampleCredential, SampleEntitlement, SampleSystem, SampleTrust } from '../estate.ts'
import type { Team } from '../people.ts'
import { SERVICES } from './services.ts'

const ACCOUNT = '111122223333'
const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`

const policy = (name: string, action: string, resource: string): SampleEntitlement => ({
  resource,
  resourceKind: 'aws_resource',
  action,
  via: `policy ${name}`,
})
const service = (host: string): SampleTrust => ({ kind: 'assume', principal: host, principalKind: 'service' })
const ECS = service('ecs-tasks.amazonaws.com')
const LAMBDA = service('lambda.amazonaws.com')
const ADMINISTRATOR = policy('AdministratorAccess', 'every action', '*')

type Given = {
  team: Team
  does: string
  class: IdentityClass
  because: string
  privileged?: string
  credentials?: readonly SampleCredential[]
  entitlements: readonly SampleEntitlement[]
  trusts?: readonly SampleTrust[]
  path?: string
  environment?: Environment
}

function principal(kind: 'iam_role' | 'iam_user', name: string, given: Given): Principal {
  const {
    team,
    does,
    class: identityClass,
    because,
    privileged = null,
    credentials = [],
    entitlements,
    trusts = [],
    path = '/',
    environment = 'production',
  } = given
  const externalId = arn(`${kind === 'iam_role' ? 'role' : 'user'}${path}${name}`)
  const tags = { team, 'cost-center': `CC-${1_000 + team.length * 37}` }
  return {
    externalId,
    name,
    class: identityClass,
    classReason: because,
    team,
    environment,
    purpose: does,
    privileged,
    attributes: { kind, account: ACCOUNT, path, tags },
    credentials,
    entitlements,
    trusts,
  }
}

const services = SERVICES.map(({ name, team, does }) =>
  principal('iam_role', `${name}-task`, {
    team,
    does: `Runs ${name} on ECS, which ${does}`,
    class: 'workload',
    because: 'ecs-tasks.amazonaws.com may assume it',
    trusts: [ECS],
    entitlements: [
      policy(`${name}-runtime`, '3 actions of secretsmanager, sqs', `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}-*`),
      policy(`${name}-storage`, 's3:GetObject', `arn:aws:s3:::acme-${name}-prod/*`),
    ],
  }),
)

const LAMBDAS: readonly [string, Team, string, string?][] = [
  ['invoice-renderer', 'Payments', 'Renders invoices as PDF when billing asks for one'],
  ['thumbnailer', 'Storefront', 'Makes small pictures of every product picture that is uploaded'],
  ['parcel-webhook', 'Logistics', 'Receives the tracking events of the carriers'],
  ['consent-export', 'Data', 'Exports consents for the data protection officer every week'],
  ['dead-letter-replay', 'Platform', 'Replays messages that could not be handled', 'policy dead-letter-replay allows iam:PassRole on *'],
  ['log-shipper', 'Security', 'Copies audit logs to the archive account'],
  ['certificate-watch', 'Platform', 'Warns before certificates end'],
  ['price-importer', 'Storefront', 'Reads supplier price lists from the SFTP bucket'],
]
const lambdas = LAMBDAS.map(([name, team, does, privileged]) =>
  principal('iam_role', `${name}-lambda`, {
    team,
    does,
    class: 'workload',
    because: 'lambda.amazonaws.com may assume it',
    path: '/service-role/',
    ...(privileged ? { privileged } : {}),
    trusts: [LAMBDA],
    entitlements: [policy('AWSLambdaBasicExecutionRole', '3 actions of logs', '*'), policy(name, '2 actions of s3, sqs', `arn:aws:s3:::acme-${name}/*`)],
  }),
)

const USERS: readonly [name: string, team: Team, does: string, habit: SampleCredential['habit'], privileged?: string, identityClass?: IdentityClass][] = [
  ['svc-invoice-export', 'Payments', 'Puts invoices into the bucket of the tax adviser', 'forgotten'],
  ['svc-sftp-gateway', 'Logistics', 'Moves files between the SFTP server and S3', 'forgotten'],
  ['svc-ses-smtp', 'Platform', 'Sends mail through SES from the old ERP', 'forgotten'],
  ['svc-backup-uploader', 'Platform', 'Uploads the nightly backups of the warehouses', 'rotated', 'policy backup-uploader allows s3:PutBucketPolicy on *'],
  ['svc-route53-acme', 'Platform', 'Answers DNS challenges for certificates', 'rotated'],
  ['svc-cloudwatch-grafana', 'Platform', 'Reads metrics for the dashboards', 'rotated'],
  ['svc-athena-tableau', 'Data', 'Runs the queries of the finance dashboards', 'forgotten'],
  ['svc-kinesis-producer', 'Data', 'Writes shop events from the old data centre', 'forgotten'],
  ['svc-textract-pilot', 'Data', 'Was used in the pilot for reading delivery notes', 'forgotten'],
  ['svc-legacy-erp', 'Logistics', 'Lets the old ERP read stock files', 'forgotten', 'policy AmazonS3FullAccess allows s3:* on *'],
  ['jenkins-deploy', 'Platform', 'Deployed the monolith before GitHub Actions did', 'forgotten', 'policy AdministratorAccess is attached', 'ci_runner'],
  ['terraform-bootstrap', 'Platform', 'Made the first resources of this account', 'forgotten', 'policy AdministratorAccess is attached', 'ci_runner'],
]
const users = USERS.map(([name, team, does, habit, privileged, identityClass = 'service_account']) =>
  principal('iam_user', name, {
    team,
    does,
    class: identityClass,
    because: identityClass === 'ci_runner' ? 'Its name speaks of a build or deployment' : 'It has access keys and no console password',
    ...(privileged ? { privileged } : {}),
    credentials: [
      { kind: 'access_key', name: 'key-1', habit },
      ...(habit === 'forgotten' && name.length % 3 === 0 ? [{ kind: 'access_key', name: 'key-2', habit } as const] : []),
    ],
    entitlements: [privileged?.includes('Administrator') ? ADMINISTRATOR : policy(name, '4 actions of s3, kms', `arn:aws:s3:::acme-${name}/*`)],
  }),
)

const DEPLOYED = ['checkout', 'payments', 'shipping', 'event-lake', 'gateway', 'terraform-prod'] as const
const deployers = DEPLOYED.map((repository) =>
  principal('iam_role', `github-actions-${repository}`, {
    team: 'Platform',
    does: `Deploys ${repository} from its main branch on GitHub`,
    class: 'ci_runner',
    because: 'token.actions.githubusercontent.com may assume it',
    privileged: repository === 'terraform-prod' ? 'policy AdministratorAccess is attached' : `policy deploy-${repository} allows iam:PassRole on *`,
    credentials: [{ kind: 'federated_trust', name: 'token.actions.githubusercontent.com', habit: 'rotated' }],
    trusts: [
      {
        kind: 'federate',
        principal: `repo:acme-shop/${repository}`,
        principalKind: 'federated',
        of: 'github',
        condition: `the subject is repo:acme-shop/${repository}:ref:refs/heads/main`,
      },
    ],
    entitlements: [repository === 'terraform-prod' ? ADMINISTRATOR : policy(`deploy-${repository}`, '12 actions of ecs, ecr, iam', '*')],
  }),
)

const trials = ['vector-search', 'lake-v2', 'chat-checkout', 'parcel-vision', 'green-hosting', 'loyalty-club'].map((name, index) =>
  principal('iam_role', `trial-${name}`, {
    team: index % 2 === 0 ? 'Data' : 'Storefront',
    does: `Was made to try ${name}, apart from production`,
    class: 'workload',
    because: 'ec2.amazonaws.com may assume it',
    environment: index % 3 === 0 ? 'sandbox' : 'development',
    ...(index === 1 ? { privileged: 'policy PowerUserAccess is attached' } : {}),
    trusts: [service('ec2.amazonaws.com')],
    entitlements: [policy(`trial-${name}`, '8 actions of s3, bedrock', `arn:aws:s3:::acme-trial-${name}/*`)],
  }),
)

const VENDORS: readonly [string, Team, string, string?][] = [
  ['DatadogIntegration', 'Platform', 'Lets Datadog read metrics and tags'],
  ['SnowflakeStage', 'Data', 'Lets Snowflake read the event lake'],
  ['WizScanner', 'Security', 'Lets Wiz scan the account for misconfiguration', 'policy SecurityAudit allows iam:GetAccountAuthorizationDetails on *'],
  ['FivetranLake', 'Data', 'Lets Fivetran write vendor data into the lake'],
  ['CloudHealthReader', 'Corporate IT', 'Lets CloudHealth read the bills'],
  ['PagerDutyEvents', 'Platform', 'Lets PagerDuty read alarms'],
  ['LaceworkAgentless', 'Security', 'Was used while Lacework was evaluated', 'policy LaceworkSnapshot allows ec2:CreateSnapshot on *'],
]
const vendors = VENDORS.map(([name, team, does, privileged]) =>
  principal('iam_role', name, {
    team,
    does,
    class: 'saas_connector',
    because: 'An account outside of the organisation may assume it with an external id',
    ...(privileged ? { privileged } : {}),
    trusts: [
      { kind: 'assume', principal: `arn:aws:iam::${444_455_556_666 + name.length}:root`, principalKind: 'account', condition: 'an external id is given' },
    ],
    entitlements: [policy(name, '40 actions of cloudwatch, ec2, tag', '*')],
  }),
)

const AGENTS: readonly [string, Team, string, string?][] = [
  ['bedrock-agent-refunds', 'Payments', 'Agent that prepares refunds for a person to release', 'policy refund-tools allows lambda:InvokeFunction on *'],
  ['bedrock-agent-catalog', 'Storefront', 'Agent that writes product texts from supplier data'],
  ['bedrock-agent-runbooks', 'Platform', 'Agent that proposes fixes for alarms', 'policy PowerUserAccess is attached'],
  ['sagemaker-forecast-agent', 'Data', 'Agent that retrains the forecast of demand'],
]
const agents = AGENTS.map(([name, team, does, privileged]) =>
  principal('iam_role', name, {
    team,
    does,
    class: 'ai_agent',
    because: 'bedrock.amazonaws.com may assume it',
    ...(privileged ? { privileged } : {}),
    trusts: [service('bedrock.amazonaws.com')],
    entitlements: [policy(`${name}-tools`, '3 actions of bedrock, lambda', '*')],
  }),
)

const admins = ['karin.holm', 'diego.ramos', 'break-glass-1', 'break-glass-2'].map((name) =>
  principal('iam_user', name, {
    team: 'Security',
    does: name.startsWith('break') ? 'Opens the account when single sign-on is down' : `Personal administrator account of ${name.replace('.', ' ')}`,
    class: 'human_admin',
    because: 'It has a console password',
    privileged: 'group administrators policy AdministratorAccess is attached',
    credentials: [{ kind: 'password', name: 'console', habit: 'forgotten' }],
    entitlements: [{ ...ADMINISTRATOR, via: 'group administrators policy AdministratorAccess' }],
  }),
)

/** What the pipelines may become in turn: the chain that nobody drew. */
const chained = [
  principal('iam_role', 'organisation-access', {
    team: 'Platform',
    does: 'Lets Terraform change every account of the organisation',
    class: 'service_account',
    because: 'Another role of the account may assume it',
    privileged: 'policy AdministratorAccess is attached',
    trusts: [{ kind: 'assume', principal: arn('role/github-actions-terraform-prod'), principalKind: 'identity' }],
    entitlements: [ADMINISTRATOR, policy('pass-to-payments', 'sts:AssumeRole', arn('role/payments-task'))],
  }),
]

export const awsAccount: SampleSystem = {
  key: 'aws',
  kind: 'aws_iam',
  name: 'AWS production account',
  environment: 'production',
  settings: { scope: ACCOUNT },
  connectedDaysAgo: 92,
  lastUseKnown: 'exact',
  deeds: {
    workload: [
      { action: 'sts:AssumeRole', resource: 'sts' },
      { action: 's3:GetObject', resource: 's3' },
      { action: 'secretsmanager:GetSecretValue', resource: 'secretsmanager' },
    ],
    service_account: [
      { action: 's3:PutObject', resource: 's3' },
      { action: 's3:ListBucket', resource: 's3' },
    ],
    ci_runner: [
      { action: 'sts:AssumeRoleWithWebIdentity', resource: 'sts' },
      { action: 'ecs:UpdateService', resource: 'ecs' },
    ],
    saas_connector: [
      { action: 'sts:AssumeRole', resource: 'sts' },
      { action: 'cloudwatch:GetMetricData', resource: 'cloudwatch' },
    ],
    ai_agent: [
      { action: 'bedrock:InvokeModel', resource: 'bedrock' },
      { action: 'lambda:InvokeFunction', resource: 'lambda' },
    ],
    human_admin: [{ action: 'signin:ConsoleLogin', resource: 'console' }],
  },
  principals: [...services, ...lambdas, ...users, ...deployers, ...chained, ...trials, ...vendors, ...agents, ...admins],
}
