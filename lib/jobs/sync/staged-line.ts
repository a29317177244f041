import { TenureError } from '#lib/core/errors.ts'
import { ActivityEventId, CredentialId, EntitlementId, ExposureId, IdentityId, PrivilegeId, TrustId } from '#lib/core/ids.ts'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { storageProblem } from '#lib/systems/imports/storable.ts'

/** The id that the record's row gets if the register does not know the thing yet. */
const newId: Record<DiscoveredRecord['type'], () => string | null> = {
  identity: IdentityId.create,
  credential: CredentialId.create,
  entitlement: EntitlementId.create,
  activity: ActivityEventId.create,
  privilege: PrivilegeId.create,
  trust: TrustId.create,
  exposure: ExposureId.create,
  note: () => null,
}

/** What the register's indexes hold. A B-tree of PostgreSQL takes no entry over 2,704 bytes, and ours hold two ids beside the text. */
const INDEXED = ['externalId', 'identityExternalId', 'name'] as const
const INDEXED_BYTES = 2_500

/** A record as the contract of sources reads it, and as a line of PostgreSQL's COPY text format for the staging table. Throws `invalid` with its place for a record that breaks the contract of sources. */
export function stagedLine(runId: string, seq: number, raw: unknown): { record: DiscoveredRecord; line: string } {
  const parsed = DiscoveredRecord.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw refusal(seq, raw, `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not valid'}`)
  }
  const record = parsed.data
  const unfit = 'attributes' in record ? storageProblem(record.attributes) : null
  if (unfit) throw refusal(seq, raw, `attributes.${unfit.path.join('.')} ${unfit.problem}`)
  const tooLong = INDEXED.find((name) => Buffer.byteLength(String(Object(record)[name] ?? '')) > INDEXED_BYTES)
  if (tooLong) throw refusal(seq, raw, `${tooLong}: has more than ${INDEXED_BYTES} bytes`)
  const outOfRange = Object.entries(record).find(([, value]) => value instanceof Date && !isStorable(value))
  if (outOfRange) throw refusal(seq, raw, `${outOfRange[0]}: lies outside of the years 1 to 9999`)
  const payload = JSON.stringify({ ...record, id: newId[record.type]() })
  // In COPY's text format only the backslash is special here: JSON has no raw tab or newline.
  return { record, line: `${runId}\t${seq}\t${record.type}\t${payload.replaceAll('\\', '\\\\')}\n` }
}

function isStorable(instant: Date): boolean {
  const year = instant.getUTCFullYear()
  return year >= 1 && year <= 9_999
}

function refusal(seq: number, raw: unknown, problem: string): TenureError {
  const { type, externalId } = (typeof raw === 'object' && raw !== null ? raw : {}) as { type?: unknown; externalId?: unknown }
  const what = typeof externalId === 'string' ? `${wordOf(type)} ${JSON.stringify(externalId.slice(0, 200))}` : wordOf(type ?? typeof raw)
  return new TenureError('invalid', `Record ${seq + 1} (${what}) cannot be taken, so nothing was: ${problem}`)
}

const wordOf = (type: unknown): string => (typeof type === 'string' ? type : JSON.stringify(type))
