import { z } from 'zod'
import type { IdentityClass } from './identity-class.ts'

const text = z.string().trim().min(1).max(1_024)
const list = z.array(text).max(500)

/** What every class may say of itself. */
const common = { description: text.optional(), createdBy: text.optional() }

/** What each class of identity knows besides what all have. Every field may be missing; no other is taken. */
export const IDENTITY_DETAILS = {
  service_account: z.strictObject({ ...common, accountType: text.optional(), email: text.optional(), project: text.optional(), usedBy: list.optional() }),
  workload: z.strictObject({
    ...common,
    platform: text.optional(),
    cluster: text.optional(),
    namespace: text.optional(),
    spiffeId: text.optional(),
    selectors: list.optional(),
    usedBy: list.optional(),
  }),
  ci_runner: z.strictObject({
    ...common,
    provider: text.optional(),
    repository: text.optional(),
    workflow: text.optional(),
    environment: text.optional(),
    subjectPattern: text.optional(),
  }),
  saas_connector: z.strictObject({
    ...common,
    vendor: text.optional(),
    vendorTenant: text.optional(),
    publisher: text.optional(),
    publisherVerified: z.boolean().optional(),
    appId: text.optional(),
    scopes: list.optional(),
    consentType: z.enum(['admin', 'user', 'unknown']).optional(),
    consentedBy: list.optional(),
    redirectUris: list.optional(),
    homepage: text.optional(),
  }),
  ai_agent: z.strictObject({
    ...common,
    vendor: text.optional(),
    model: text.optional(),
    sponsor: text.optional(),
    tools: list.optional(),
    mandate: text.optional(),
  }),
  server: z.strictObject({ ...common, hostname: text.optional(), operatingSystem: text.optional(), addresses: list.optional(), location: text.optional() }),
  endpoint: z.strictObject({ ...common, hostname: text.optional(), deviceId: text.optional(), operatingSystem: text.optional(), addresses: list.optional() }),
  human_admin: z.strictObject({ ...common, email: text.optional(), person: text.optional(), multiFactor: z.boolean().optional() }),
} as const satisfies Record<IdentityClass, z.ZodObject>

/** What is wrong with the details of an identity of this class, with the field that it is about; null when they are fine. */
export function detailsProblem(identityClass: IdentityClass, details: unknown): { path: string[]; message: string } | null {
  const parsed = IDENTITY_DETAILS[identityClass].safeParse(details)
  if (parsed.success) return null
  const issue = parsed.error.issues[0]
  return { path: (issue?.path ?? []).map(String), message: issue?.message ?? 'is not valid' }
}
