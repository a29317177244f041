import { z } from 'zod'
import { CREDENTIAL_KINDS } from '#lib/core/identity-class.ts'
import { SyncRunId } from '#lib/core/ids.ts'

/** What a source lists completely, so that what is absent has vanished. Null: the source is live and lists all there is. */
const Covers = z
  .object({
    identityKinds: z.array(z.string()),
    credentialKinds: z.array(z.enum(CREDENTIAL_KINDS)),
    entitlements: z.boolean(),
    privilege: z.boolean(),
    trusts: z.boolean().default(false),
    exposures: z.boolean().default(false),
  })
  .nullable()

export const MergeDiscovery = z.object({
  id: SyncRunId,
  /** How many records were staged: the merge refuses when the staging holds another number. */
  records: z.number().int().min(0),
  bytes: z.number().int().min(0),
  format: z.string().nullable(),
  covers: Covers,
  /** When the source wrote what it says, where a file tells; what was made later is not missed. */
  observedAt: z.date().nullable(),
  /** Which account, tenant or cluster the file is of. */
  scope: z.string().nullable(),
  /** What Tenure's own account may not do there. */
  notes: z.array(z.object({ code: z.string(), subject: z.string(), text: z.string() })),
})
export type MergeDiscovery = z.infer<typeof MergeDiscovery>

export const Tally = z.object({ new: z.number(), changed: z.number(), unchanged: z.number(), vanished: z.number(), returned: z.number() })
export type Tally = z.infer<typeof Tally>

/** What a run did to the register. `leftOut` came from the source but belongs to a lease, or to an identity that nobody listed. `totals` is what the system has after it. */
export const SyncCounts = z.object({
  identities: Tally,
  credentials: Tally,
  entitlements: Tally,
  privileges: Tally,
  trusts: Tally,
  exposures: Tally,
  /** Identities that turned out to be another source's view of one that the register had. */
  correlated: z.number(),
  activity: z.object({ new: z.number() }),
  leftOut: z.object({ leaseAccounts: z.number(), withoutIdentity: z.number() }),
  totals: z.object({ identities: z.number(), credentials: z.number(), entitlements: z.number() }),
})
export type SyncCounts = z.infer<typeof SyncCounts>
