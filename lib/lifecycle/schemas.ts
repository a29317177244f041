import { z } from 'zod'
import { CredentialId, IdentityId, OffboardingId } from '#lib/core/ids.ts'
import { CAUSES, OFFBOARDING_STATES, WATCH_DAYS } from './rules.ts'

const reason = z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters')
const Leaving = z.object({ id: IdentityId, reason })

export const OffboardIdentity = Leaving.extend({
  watchDays: z.preprocess(
    (raw) => (raw === '' ? undefined : raw),
    z.coerce.number('Enter a number of days').int('Enter whole days').min(0, 'At least 0 days').max(365, 'At most 365 days').default(WATCH_DAYS),
  ),
})
export const DisableIdentity = Leaving
export const QuarantineIdentity = Leaving.extend({ cause: z.enum(CAUSES).exclude(['requested']) })
export const RestoreIdentity = Leaving
/** `name` is what was typed: needed while the watch goes on, and when somebody still tries to use it. */
export const RemoveIdentity = Leaving.extend({ name: z.string().trim().optional() })

export const ExpireIdentities = z.object({ limit: z.int().min(1).max(1_000).default(500) })

/** One thing done or observed on the target, or in a reading of it. `detail` holds no secret. */
export const Fact = z.object({ kind: z.string(), ok: z.boolean(), detail: z.record(z.string(), z.unknown()) })
export type Fact = z.infer<typeof Fact>

const State = z.enum(OFFBOARDING_STATES)
export const RecordStep = z.object({
  id: OffboardingId,
  /** The state in which the step was taken: when a person decided otherwise meanwhile, only the facts are noted. */
  from: State,
  to: State,
  facts: z.array(Fact),
  /** What is left to do, when this attempt did not get there; `retryAt` says when the next one is due, null that a person must decide. */
  problem: z.string().max(2_000).nullable(),
  retryAt: z.date().nullable(),
  /** What a restore will need, sealed. */
  remembered: z.string().optional(),
  /** Whether the target now lets it log in. */
  enabled: z.boolean().optional(),
})
export type RecordStep = z.infer<typeof RecordStep>

export const RecordReading = z.object({ id: OffboardingId })

export const SetRotation = z.object({
  id: CredentialId,
  /** Null: what its trust boundary says. */
  rotationDays: z.preprocess(
    (raw) => (raw === '' ? null : raw),
    z.coerce.number('Enter a number of days').int('Enter whole days').min(1, 'At least 1 day').max(3_650, 'At most 3,650 days').nullable(),
  ),
  reason,
})

export const OffboardingById = z.object({ id: OffboardingId })
export const OfIdentity = z.object({ identityId: IdentityId })
export const OFFBOARDING_VIEWS = ['open', 'problems', 'mine', 'ended', 'all'] as const
export const OffboardingFilter = z.object({ view: z.enum(OFFBOARDING_VIEWS).catch('open'), cursor: z.string().max(500).optional().catch(undefined) })
export type OffboardingFilter = z.infer<typeof OffboardingFilter>
