import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { IMPORT_FORMATS } from './imports/formats.ts'
import type { ImportFormat } from './imports/import-format.ts'
import { listDrivers } from './registry.ts'

/** A kind of system that is known from its exports alone. `scope` is which account, tenant or cluster the system stands for; the first import tells it where nobody has. */
export type FileKind = { kind: string; title: string; formats: readonly string[]; settings: z.ZodObject }

export const FILE_KINDS: readonly FileKind[] = [
  {
    kind: 'aws_iam',
    title: 'AWS IAM',
    formats: ['aws-authorization-details', 'aws-credential-report', 'aws-access-keys'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .regex(/^(\d{12})?$/, 'Enter the 12 digits of the account number, or leave it empty')
        .default('')
        .meta({ title: 'AWS account number', description: 'Files of another account are refused. Leave empty: the first file tells it.' }),
    }),
  },
  {
    kind: 'custom',
    title: 'Other system',
    formats: ['tenure-csv', 'tenure-ndjson'],
    settings: z.object({}),
  },
  {
    kind: 'secret_scanner',
    title: 'Secret scanner',
    formats: ['gitleaks-json', 'gitleaks-csv', 'sarif', 'trufflehog-json'],
    settings: z.object({}),
  },
  {
    kind: 'gcp',
    title: 'Google Cloud IAM',
    formats: ['gcp-service-accounts', 'gcp-service-account-keys', 'gcp-iam-policies', 'gcp-iam-policy'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .regex(
          /^([a-z][a-z0-9:.-]{4,60}|organizations\/\d{1,20})?$/,
          'Enter a project id, or organizations/ and the number of the organisation, or leave it empty',
        )
        .default('')
        .meta({ title: 'Project id or organisation', description: 'Accounts of another project are refused. Leave empty: the first file tells it.' }),
    }),
  },
  {
    kind: 'entra_id',
    title: 'Microsoft Entra ID',
    formats: ['entra-graph', 'entra-applications', 'entra-azurehound'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/, 'Enter the tenant id, such as 19ae0f99-6fc6-444b-bd54-97504efc66ad, or leave it empty')
        .default('')
        .meta({ title: 'Tenant id', description: 'It tells your own applications from those of vendors. Leave empty: the first file tells it where it can.' }),
    }),
  },
  {
    kind: 'okta',
    title: 'Okta',
    formats: ['okta-objects'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^([\w-]+(\.[\w-]+)+)?$/, 'Enter the domain of the organisation, such as acme.okta.com, or leave it empty')
        .default('')
        .meta({ title: 'Organisation domain', description: 'Files of another organisation are refused. Leave empty: the first file tells it.' }),
    }),
  },
  {
    kind: 'github',
    title: 'GitHub',
    formats: ['github-organization', 'github-answer'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^([\w.-]{1,100})?$/, 'Enter the login of the organisation, such as acme, or leave it empty')
        .default('')
        .meta({ title: 'Organisation', description: 'Files of another organisation are refused. Leave empty: the first file tells it.' }),
    }),
  },
  {
    kind: 'vault',
    title: 'Vault or OpenBao',
    formats: ['vault-dump'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .regex(/^([\w.-]{1,256})?$/, 'Enter the cluster id that sys/health names, or leave it empty')
        .default('')
        .meta({ title: 'Cluster id', description: 'Files of another cluster are refused. Leave empty: the first file that has sys/health tells it.' }),
    }),
  },
  {
    kind: 'spiffe',
    title: 'SPIRE',
    formats: ['spire-entries'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .regex(/^([a-z0-9._-]{1,255})?$/, 'Enter the name of the trust domain, such as example.org, or leave it empty')
        .default('')
        .meta({ title: 'Trust domain', description: 'Entries of another trust domain are refused. Leave empty: the first file tells it.' }),
    }),
  },
  {
    kind: 'kubernetes',
    title: 'Kubernetes',
    formats: ['kubernetes-json', 'kubernetes-yaml'],
    settings: z.object({
      scope: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/, 'Enter the uid of the namespace kube-system, or leave it empty')
        .default('')
        .meta({ title: 'Cluster', description: 'The uid of the namespace kube-system. Leave empty: the first file that has namespaces tells it.' }),
    }),
  },
]

/** The kind of a system that is fed by files, or null for one that is read live. */
export function findFileKind(kind: string): FileKind | null {
  return FILE_KINDS.find((each) => each.kind === kind) ?? null
}

/** What kinds of file a system of this kind takes. Throws `invalid` for one that is read live. */
export function formatsFor(kind: string): ImportFormat[] {
  const fileKind = findFileKind(kind)
  if (!fileKind) throw new TenureError('invalid', 'This system is read live and takes no files: run a discovery instead')
  return IMPORT_FORMATS.filter((format) => fileKind.formats.includes(format.kind))
}

/** Kinds that the register knows by name only: sample data has systems of them. */
const KNOWN_TITLES: Record<string, string> = { github: 'GitHub', kubernetes: 'Kubernetes', entra_id: 'Microsoft Entra ID', directory: 'Directory' }

/** What people call a kind of system, or a format of file. */
export function titleOfKind(kind: string): string {
  return findFileKind(kind)?.title ?? listDrivers().find((driver) => driver.kind === kind)?.title ?? KNOWN_TITLES[kind] ?? kind
}

export function titleOfFormat(kind: string | null): string | null {
  return IMPORT_FORMATS.find((format) => format.kind === kind)?.title ?? kind
}
