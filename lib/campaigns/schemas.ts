import { z } from 'zod'
import { ENVIRONMENTS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { CampaignId, CampaignItemId, CampaignTemplateId, EntitlementId, SystemId, TeamId, UserId } from '#lib/core/ids.ts'
import { STEWARDSHIP } from '#lib/inventory/schemas.ts'
import { DECISIONS, NO_RESPONSES, STRATEGIES } from './rules.ts'

/** Which identities a campaign is about: the words of the inventory's filter. Nothing chosen means every identity that is present. */
export const CampaignCriteria = z.strictObject({
  q: z.string().trim().max(200).default(''),
  class: z.array(z.enum(IDENTITY_CLASSES)).default([]),
  system: SystemId.optional(),
  owner: z.union([z.literal('nobody'), UserId]).optional(),
  team: TeamId.optional(),
  environment: z.array(z.enum(ENVIRONMENTS)).default([]),
  governed: z.enum(['yes', 'no']).optional(),
  missing: z.enum(STEWARDSHIP).optional(),
  expiry: z.enum(['expired', '30d', 'none']).optional(),
  lastUsed: z.enum(['30d', 'not-90d', 'unknown']).optional(),
  privileged: z.enum(['yes', 'no']).optional(),
  /** Only what the previous campaign asked again. */
  askedAgainBy: CampaignId.optional(),
})
export type CampaignCriteria = z.infer<typeof CampaignCriteria>

/** Who reviews, in order: the first rule that names anybody who may answer is taken. */
export const REVIEWER_RULES = ['owner', 'sponsor', 'backups', 'team', 'team_lead', 'system_owner'] as const
export const ReviewerRule = z.union([z.strictObject({ by: z.enum(REVIEWER_RULES) }), z.strictObject({ by: z.literal('person'), personId: UserId })])
export type ReviewerRule = z.infer<typeof ReviewerRule>

export const CampaignStage = z.strictObject({
  name: z.string().trim().min(1, 'Name the stage').max(80),
  reviewers: z.array(ReviewerRule).min(1, 'Choose who reviews').max(8),
  strategy: z.enum(STRATEGIES),
  days: z.int().min(1, 'A stage lasts at least a day').max(180, 'A stage lasts at most 180 days'),
  /** Which decisions go on to the next stage; every other one ends the item. */
  passes: z.array(z.enum(DECISIONS)).default(['certify']),
})
export type CampaignStage = z.infer<typeof CampaignStage>

export const ESCALATE_TO = ['team_lead', 'system_owner', 'campaign_owner'] as const
const percent = (max: number) => z.int().min(0).max(max)

/** All that a campaign obeys. It is frozen at launch. */
export const CampaignDesign = z.strictObject({
  criteria: CampaignCriteria,
  stages: z.array(CampaignStage).min(1, 'A campaign has at least one stage').max(4, 'A campaign has at most four stages'),
  /** Asked when no rule names anybody, or only people who may not answer. */
  fallbackId: UserId,
  /** Asked when the fallback may not answer either. */
  secondFallbackId: UserId,
  /** Whoever made an identity, or asked for it, does not review it. */
  independence: z.boolean().default(true),
  observationDays: z.int().min(7).max(365).default(90),
  /** Days before the due date; below zero after it. */
  reminders: z.array(z.int().min(-30).max(60)).max(8).default([7, 1, -1]),
  escalations: z
    .array(z.strictObject({ daysAfter: z.int().min(0).max(30), to: z.enum(ESCALATE_TO) }))
    .max(4)
    .default([]),
  noResponse: z
    .strictObject({
      does: z.enum(NO_RESPONSES),
      otherwise: z.enum(['keep', 'revoke', 'recommendation']).default('keep'),
      days: z.int().min(1).max(60).default(7),
    })
    .default({ does: 'keep', otherwise: 'keep', days: 7 }),
  /** `share` in percent of all items; either one stops the closing. */
  breaker: z.strictObject({ share: percent(100).default(20), count: z.int().min(0).max(1_000_000).default(100) }).default({ share: 20, count: 100 }),
  /** How long something stays disabled, and can come back with the rollback of the whole close, before it is deleted. */
  watchDays: z.int().min(0).max(90).default(14),
  /** Of each reviewer's items, in percent: planted ones, and those that a second reviewer sees again. */
  canaries: percent(10).default(0),
  rechecks: percent(20).default(0),
  /** Closes itself when it is due. */
  closesItself: z.boolean().default(false),
})
export type CampaignDesign = z.infer<typeof CampaignDesign>

/** How a template drafts itself: on a day of every so many months, in a time zone. */
export const Recurrence = z.strictObject({
  everyMonths: z.int().min(1).max(24),
  dayOfMonth: z.int().min(1).max(28),
  timeZone: z.string().refine(isTimeZone, 'is no IANA time zone'),
})
export type Recurrence = z.infer<typeof Recurrence>

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** What a reviewer is shown of an identity, as it was when its campaign was launched. Times are ISO 8601. */
export type ItemFacts = {
  externalId: string
  system: string
  systemKind: string
  environment: string | null
  purpose: string | null
  ownerId: string | null
  owner: string | null
  enabled: boolean
  privileged: boolean
  privilegedReason: string | null
  expiresAt: string | null
  lastUsedAt: string | null
  lastUseKnown: string
  firstSeenAt: string
  /** Events of the observation window; null where no log of its system was read. */
  events: number | null
  credentials: number
  oldestCredentialAt: string | null
  entitlements: number
  /** Seen unused in the window by a source that would know; and those of which nothing is known. */
  unused: number
  unknownUse: number
  openFindings: number
  worstFinding: string | null
  lastDecision: { decision: string; at: string; campaign: string } | null
}

const name = z.string().trim().min(3, 'Name the campaign, in at least three letters').max(120)
const reason = z.string().trim().min(10, 'Say why, in at least ten letters').max(2_000)

export const CampaignById = z.object({ id: z.string() })
export const PreviewCriteria = z.object({ criteria: CampaignCriteria })
export const CreateCampaign = z.object({ name, design: CampaignDesign, templateId: CampaignTemplateId.optional(), previousId: CampaignId.optional() })
export const ChangeDesign = z.object({ id: CampaignId, name, design: CampaignDesign, previousId: CampaignId.nullable().default(null) })
export const DeleteDraft = z.object({ id: CampaignId })
export const LaunchCampaign = z.object({ id: CampaignId, overrideReason: z.union([reason, z.literal('')]).optional() })
export const FreezeBatch = z.object({ id: CampaignId, limit: z.int().min(1).max(100_000) })
export const SaveTemplate = z.object({
  id: CampaignTemplateId.optional(),
  name,
  design: CampaignDesign,
  recurrence: Recurrence.nullable().default(null),
  launches: z.boolean().default(false),
})
export const ArchiveTemplate = z.object({ id: CampaignTemplateId })

const items = z.array(CampaignItemId).min(1, 'Choose at least one item').max(1_000, 'Decide at most a thousand items at once')
/** Draft answers on items of one campaign, all alike. `decision` null takes the drafts back. `removals` is for one item alone: without it a reduction takes what is seen unused. */
export const DraftDecision = z.object({
  campaignId: CampaignId,
  itemIds: items,
  decision: z.enum(DECISIONS).nullable(),
  comment: z.string().trim().max(2_000).default(''),
  removals: z.array(EntitlementId).max(1_000).optional(),
  deferUntil: z.coerce.date().optional(),
  /** For how long each was looked at since the last draft, in milliseconds. */
  dwellMs: z.int().min(0).max(3_600_000).default(0),
})
export const SubmitDrafts = z.object({ campaignId: CampaignId, itemIds: items.optional() })
export const UndoSubmission = z.object({ id: z.string() })
export const ReassignItems = z.object({ campaignId: CampaignId, itemIds: items, toId: UserId, reason })

export const CloseCampaign = z.object({
  id: CampaignId,
  reason,
  /** The figures of the preview that the person saw. */ expects: z.object({ revoke: z.int(), reduce: z.int(), certify: z.int() }),
})
export const ResumeClose = z.object({ id: CampaignId, reason })
export const RollBackCampaign = z.object({ id: CampaignId, reason })
export const CancelCampaign = z.object({ id: CampaignId, reason })
