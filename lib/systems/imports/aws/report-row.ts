import { z } from 'zod'
import { iamArn } from './arn.ts'
import { meansNever, parseInstant } from '../instant.ts'

const Flag = z.string().transform((text, context) => {
  const flag = text.toLowerCase()
  if (flag === 'true' || flag === 'false') return flag === 'true'
  if (flag === 'not_supported' || flag === 'n/a') return null
  context.addIssue({ code: 'custom', message: 'must be true, false, not_supported or N/A' })
  return z.NEVER
})

/**
 * An instant of the report. `none`: nothing to tell (N/A), or nothing seen since AWS began to look (no_information); `unsupported`:
 * AWS does not record it for this account; `never`: the year 9999.
 */
const Moment = z.string().transform((text, context): Date | 'none' | 'never' | 'unsupported' => {
  const instant = parseInstant(text)
  if (instant) return meansNever(instant) ? 'never' : instant
  if (/^(n\/a|no_information)$/i.test(text)) return 'none'
  if (text.toLowerCase() === 'not_supported') return 'unsupported'
  context.addIssue({ code: 'custom', message: 'must be an instant such as 2026-11-22T05:14:53+00:00, N/A, no_information or not_supported' })
  return z.NEVER
})
export type Moment = z.infer<typeof Moment>

/** A row of the credential report (IAM User Guide, "Understanding the report format"). Columns that are not read may be added or missing. */
export const ReportRow = z.object({
  user: z.string().min(1).max(256),
  arn: iamArn('user', 'root').max(1024),
  user_creation_time: Moment,
  password_enabled: Flag,
  password_last_used: Moment,
  password_last_changed: Moment,
  password_next_rotation: Moment,
  mfa_active: Flag,
  access_key_1_active: Flag,
  access_key_1_last_rotated: Moment,
  access_key_1_last_used_date: Moment,
  access_key_2_active: Flag,
  access_key_2_last_rotated: Moment,
  access_key_2_last_used_date: Moment,
  cert_1_active: Flag,
  cert_1_last_rotated: Moment,
  cert_2_active: Flag,
  cert_2_last_rotated: Moment,
})
export type ReportRow = z.infer<typeof ReportRow>

export const REPORT_COLUMNS: readonly string[] = Object.keys(ReportRow.shape)
/** The columns that say when something was last used: none of them can lie after the report. */
export const LAST_USE_COLUMNS = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'] as const
