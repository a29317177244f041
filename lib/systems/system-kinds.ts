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
