import type { DiscoveredRecordInput } from '../../discovered.ts'
import { parseIamArn } from './arn.ts'
import { evident, type Classification } from './classification.ts'
import { KEY_TRACKING_SINCE, PASSWORD_TRACKING_SINCE, lastUseOf } from './last-use.ts'
import type { Moment, ReportRow } from './report-row.ts'

type Credential = Extract<DiscoveredRecordInput, { type: 'credential' }>

/** One row of the credential report as records: the user or the root, then its password, access keys and signing certificates. */
export function reportRecords(row: ReportRow): { identity: DiscoveredRecordInput; credentials: Credential[] } {
  const root = isRoot(row)
  const credentials = [...passwordOf(row, root), ...accessKey(row, 1), ...accessKey(row, 2), ...certificate(row, 1), ...certificate(row, 2)]
  const classification = classify(row, root, credentials)
  const identity: DiscoveredRecordInput = {
    type: 'identity',
    externalId: row.arn,
    name: root ? 'root' : row.user,
    class: classification.class,
    classReason: classification.reason,
    enabled: true,
    createdAt: dateOf(row.user_creation_time),
    ...lastUseOfAll(credentials),
    privileged: root,
    privilegedReason: root ? 'The root user may do everything in its account, and no policy limits it' : null,
    attributes: {
      kind: root ? 'iam_root' : 'iam_user',
      account: parseIamArn(row.arn)?.account ?? '',
      consolePassword: credentials.some((credential) => credential.kind === 'password'),
      ...(row.mfa_active === null ? {} : { mfaActive: row.mfa_active }),
      ...(classification.evident ? { classEvident: true } : {}),
    },
  }
  return { identity, credentials }
}

export function isRoot(row: ReportRow): boolean {
  return parseIamArn(row.arn)?.kind === 'root'
}

function classify(row: ReportRow, root: boolean, credentials: readonly Credential[]): Classification {
  if (root) return evident('human_admin', 'The root user of the account, with which people sign in')
  if (row.password_enabled) return evident('human_admin', `Has a console password, with which people sign in${row.mfa_active ? ', and an MFA device' : ''}`)
  if (row.mfa_active) return evident('human_admin', 'Has an MFA device, which a person holds')
  const keys = credentials.some((credential) => credential.kind === 'access_key')
  return {
    class: 'service_account',
    reason: keys ? 'Has access keys and no console password' : 'An IAM user without console password or access keys',
    evident: false,
  }
}

/** The root's password is there where the report does not support the question; a member account without one says FALSE. */
function passwordOf(row: ReportRow, root: boolean): Credential[] {
  if (!(row.password_enabled ?? root)) return []
  return [
    {
      type: 'credential',
      identityExternalId: row.arn,
      externalId: `${row.arn}/password`,
      kind: 'password',
      enabled: true,
      lastRotatedAt: dateOf(row.password_last_changed),
      expiresAt: dateOf(row.password_next_rotation),
      ...lastUse(row.password_last_used, dateOf(row.user_creation_time), PASSWORD_TRACKING_SINCE),
    },
  ]
}

/** The report has no key ids: a key is told by its slot. A slot that is inactive and was never filled holds no key. */
function accessKey(row: ReportRow, slot: 1 | 2): Credential[] {
  const createdAt = dateOf(row[`access_key_${slot}_last_rotated`])
  const enabled = row[`access_key_${slot}_active`] === true
  if (!enabled && !createdAt) return []
  const use = lastUse(row[`access_key_${slot}_last_used_date`], createdAt, KEY_TRACKING_SINCE)
  const externalId = `${row.arn}/access_key_${slot}`
  return [
    {
      type: 'credential',
      identityExternalId: row.arn,
      externalId,
      kind: 'access_key',
      enabled,
      createdAt,
      lastRotatedAt: createdAt,
      ...use,
      attributes: { slot },
    },
  ]
}

function certificate(row: ReportRow, slot: 1 | 2): Credential[] {
  const createdAt = dateOf(row[`cert_${slot}_last_rotated`])
  const enabled = row[`cert_${slot}_active`] === true
  if (!enabled && !createdAt) return []
  return [
    {
      type: 'credential',
      identityExternalId: row.arn,
      externalId: `${row.arn}/cert_${slot}`,
      kind: 'x509_certificate',
      enabled,
      createdAt,
      lastRotatedAt: createdAt,
      attributes: { slot },
    },
  ]
}

function dateOf(moment: Moment): Date | null {
  return moment instanceof Date ? moment : null
}

function lastUse(moment: Moment, createdAt: Date | null, trackedSince: Date) {
  return moment === 'unsupported' ? { lastUsedAt: null, lastUseKnown: 'unknown' as const } : lastUseOf(dateOf(moment), createdAt, trackedSince)
}

/** An identity was last used when any of its credentials was. It is known exactly only where each of them is; without credentials the report cannot say. */
function lastUseOfAll(credentials: readonly Credential[]) {
  const dates = credentials.map((credential) => credential.lastUsedAt).filter((date) => date instanceof Date)
  const latest = dates.length > 0 ? new Date(Math.max(...dates.map(Number))) : null
  if (credentials.length > 0 && credentials.every((credential) => credential.lastUseKnown === 'exact'))
    return { lastUsedAt: latest, lastUseKnown: 'exact' as const }
  const seen = latest !== null || credentials.some((credential) => credential.lastUseKnown === 'logs' || credential.lastUseKnown === 'exact')
  return { lastUsedAt: latest, lastUseKnown: seen ? ('logs' as const) : ('unknown' as const) }
}
