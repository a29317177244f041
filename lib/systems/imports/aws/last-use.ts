import type { LastUseKnown } from '../../discovered.ts'

/** Since when IAM records the use of access keys (IAM API reference, AccessKeyLastUsed) and of passwords (IAM User Guide, credential report). */
export const KEY_TRACKING_SINCE = new Date('2015-04-22T00:00:00Z')
export const PASSWORD_TRACKING_SINCE = new Date('2014-10-20T00:00:00Z')

/**
 * The last use of a credential whose source writes a date or nothing. Nothing means never used where the credential is younger
 * than the record, and only "not seen" where it is older or its age is not known.
 */
export function lastUseOf(usedAt: Date | null, createdAt: Date | null, trackedSince: Date): { lastUsedAt: Date | null; lastUseKnown: LastUseKnown } {
  return { lastUsedAt: usedAt, lastUseKnown: usedAt || (createdAt && createdAt >= trackedSince) ? 'exact' : 'logs' }
}
