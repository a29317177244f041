import { z } from 'zod'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import { PrivilegeId, SyncRunId, SystemId } from '#lib/core/ids.ts'
import { CHUNK_BYTES, MAX_CHUNKS, UPLOAD_TOO_BIG } from './rules.ts'

/** A form names a kind's own fields `settings.<name>`; they become one object here. */
function gatherSettings(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw
  const entries = Object.entries(raw)
  const flat = entries.filter(([name]) => name.startsWith('settings.'))
  if (flat.length === 0) return raw
  return {
    ...Object.fromEntries(entries.filter(([name]) => !name.startsWith('settings.'))),
    settings: Object.fromEntries(flat.map(([name, value]) => [name.slice(9), value])),
  }
}

const Settings = z.record(z.string(), z.unknown()).default({})

export const ConnectSystem = z.preprocess(
  gatherSettings,
  z.object({
    kind: z.string().min(1, 'Choose what kind of system it is').max(64),
    name: z.string().trim().min(2, 'Give it a name of at least 2 characters').max(100, 'At most 100 characters'),
    environment: z.enum(ENVIRONMENTS, 'Choose an environment'),
    settings: Settings,
  }),
)
export type ConnectSystem = z.infer<typeof ConnectSystem>

export const ChangeConnection = z.preprocess(gatherSettings, z.object({ id: SystemId, settings: Settings }))
/** With `id`, secrets that are left empty are the stored ones of that system. */
export const TestConnection = z.preprocess(
  gatherSettings,
  z.object({ kind: z.string().min(1).max(64), settings: Settings, id: SystemId.nullable().default(null) }),
)

export const SystemById = z.object({ id: SystemId })

const interval = 'Between 5 minutes and a week'
/** Null: read only when somebody asks. */
export const SetSchedule = z.object({
  id: SystemId,
  everyMinutes: z.preprocess((raw) => (raw === '' ? null : raw), z.coerce.number(interval).int(interval).min(5, interval).max(10_080, interval).nullable()),
})
export const SyncRunById = z.object({ id: SyncRunId })

/** The sender's own name for one request, so that sending it again does nothing again. */
export const IdempotencyKey = z.string('Send an Idempotency-Key').regex(/^[\x21-\x7e]{8,200}$/, 'An Idempotency-Key has 8 to 200 visible ASCII characters')

export const StartImport = z.object({
  systemId: SystemId,
  /** Only shown: what the file is, its content tells. */
  fileName: z
    .string()
    .trim()
    .min(1, 'Choose a file')
    .max(255)
    .refine((name) => !name.includes('\u0000') && name.isWellFormed(), 'Holds a character that cannot be stored'),
  idempotencyKey: IdempotencyKey.nullable().default(null),
})
export const AppendImportChunk = z.object({
  id: SyncRunId,
  seq: z
    .number()
    .int()
    .min(0)
    .max(MAX_CHUNKS - 1, UPLOAD_TOO_BIG),
  bytes: z.custom<Uint8Array<ArrayBuffer>>(
    (value) => value instanceof Uint8Array && value.length > 0 && value.length <= CHUNK_BYTES,
    'A piece of a file has between one byte and 1 MiB',
  ),
})
export const FinishUpload = SyncRunById.extend({ contentDigest: z.string().nullable().default(null) })
export const AbortUpload = z.object({ id: SyncRunId, problem: z.string().min(1).max(2_000) })

export const RecordProgress = z.object({
  id: SyncRunId,
  bytesRead: z.number().int().min(0),
  recordsRead: z.number().int().min(0),
  format: z.string().nullable(),
})
export const FailSync = z.object({ id: SyncRunId, problem: z.string().min(1).max(4_000) })

export const RISKS = ['low', 'medium', 'high'] as const
export const OfferPrivilege = z.object({
  id: PrivilegeId,
  title: z.string().trim().min(3, 'Give it a title of at least 3 characters').max(120, 'At most 120 characters'),
  description: z.string().trim().min(10, 'Say in at least 10 characters what it lets its holder do').max(2_000, 'At most 2,000 characters'),
  risk: z.enum(RISKS, 'Choose how risky it is'),
  maxSeconds: z.coerce
    .number('Enter a duration')
    .int()
    .min(60, 'At least one minute')
    .max(30 * 86_400, 'At most 30 days'),
})
export type OfferPrivilege = z.infer<typeof OfferPrivilege>
export const PrivilegeById = z.object({ id: PrivilegeId })

export const CatalogueFilter = z.object({ search: z.string().trim().max(100).catch('').default('') })
