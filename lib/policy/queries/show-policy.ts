import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { DEFAULT_POLICIES } from '../default-policies.ts'
import { parsePolicySet } from '../policy-set.ts'
import { findCurrentPolicy } from '../store.ts'

/** The policies in force with their parsed summaries; before the first version, the text to start from. */
export const showPolicy = query({
  permission: 'policy.read',
  input: z.object({}),
  async run({ db }) {
    const current = await findCurrentPolicy(db)
    if (!current) return { version: 0, text: DEFAULT_POLICIES, policies: [], publishedAt: null, publishedBy: null, note: null }
    const publisher = await db.user.findUnique({ where: { id: current.publishedBy }, select: { name: true } })
    const policies = parsePolicySet(current.text).map(({ id, effect, says, review }) => ({ id, effect, says, review }))
    return {
      version: current.version,
      text: current.text,
      policies,
      publishedAt: current.publishedAt,
      publishedBy: publisher?.name ?? 'Tenure',
      note: current.note,
    }
  },
})

/** The last fifty versions, newest first. */
export const listPolicyVersions = query({
  permission: 'policy.read',
  input: z.object({}),
  async run({ db }) {
    return db.policyVersion.findMany({
      orderBy: { version: 'desc' },
      take: 50,
      select: { id: true, version: true, digest: true, note: true, publishedAt: true, publishedBy: true },
    })
  },
})
