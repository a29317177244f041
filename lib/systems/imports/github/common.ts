import { z } from 'zod'
import { UnixSeconds, SourceInstant } from '../source-instant.ts'

// The parts that the answers of the GitHub REST API (2022-11-28) share. Members that are not read pass unread.

/** An instant; webhooks write seconds where the API writes text. */
export const GithubInstant = z.union([SourceInstant, UnixSeconds], 'must be an instant such as 2026-11-22T05:14:53Z').optional()

export const NumericId = z.int('must be a whole number').positive('must be the id that GitHub gave')

/** The login of a person, a bot or an organisation. */
export const Login = z.string().max(256).regex(/\S/, 'must not be blank')

export const RepositoryName = z.string().regex(/^[\w.-]{1,256}\/[\w.-]{1,256}$/, 'must be the owner and the name of a repository')

export const Account = z.object({
  login: Login,
  id: NumericId.optional(),
  type: z.string().max(64).optional(),
})
export type Account = z.infer<typeof Account>

export const PermissionMap = z
  .record(z.string().min(1).max(128), z.string().min(1).max(64))
  .refine((map) => Object.keys(map).length <= 500, 'holds more than 500 permissions')

/** `owner/name` out of the address of something inside a repository, on GitHub or a server of one's own; null where the address is of something else. */
export function repositoryOf(url: string | undefined): string | null {
  return /\/repos\/([\w.-]{1,256}\/[\w.-]{1,256})(?:\/|$)/.exec(url ?? '')?.[1] ?? null
}

/** Whether an address is of github.com, where numbers of apps are unique in the world; on a server of one's own they are not. */
export function isGithubCom(url: string | undefined): boolean {
  return /^https:\/\/(api\.)?github\.com\//.test(url ?? '')
}
