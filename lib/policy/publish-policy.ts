import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { PolicyVersionId } from '#lib/core/ids.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import { parsePolicySet } from './policy-set.ts'
import { PublishPolicy } from './schemas.ts'
import { findCurrentPolicy } from './store.ts'

/** Publishes a new version of the policies, which decides from the commit on. Throws `invalid` on what does not validate, `conflict` when somebody published meanwhile. */
export const publishPolicy = command({
  permission: 'policy.publish',
  input: PublishPolicy,
  async run({ tx, actor, now }, { text, note, basedOn }) {
    parsePolicySet(text)
    const current = await findCurrentPolicy(tx)
    if ((current?.version ?? 0) !== basedOn)
      throw new TenureError('conflict', `Version ${current?.version} was published meanwhile: reload, and apply your change to it`)
    const publishedBy = actor.kind === 'user' ? actor.userId : 'system'
    const after = { id: PolicyVersionId.create(), version: basedOn + 1, text, digest: sha256Hex(text), note, publishedBy, publishedAt: now }
    // The unique version number decides the race: of two publishers the second finds it taken.
    const { count } = await tx.policyVersion.createMany({ data: [after], skipDuplicates: true })
    if (count === 0) throw new TenureError('conflict', 'Another version was published meanwhile: reload, and apply your change to it')
    return { output: { id: after.id, version: after.version }, changes: { entity: 'policy_version', id: after.id, before: null, after }, reason: note }
  },
})
