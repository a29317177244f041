import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { EvidencePackId } from '#lib/core/ids.ts'
import { BuildPack } from './schemas.ts'

/** Orders an evidence pack for a period: who asked for what is on record before anything is handed out. Its download streams it. Throws `invalid` for a period in the future. */
export const buildPack = command({
  permission: 'evidence.build',
  input: BuildPack,
  async run({ tx, actor, now }, { from, to, note }) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person asks for evidence')
    if (from > now) throw new TenureError('invalid', 'from: The period lies in the future', { fields: { from: 'The period lies in the future' } })
    const after = await tx.evidencePack.create({
      data: { id: EvidencePackId.create(), periodFrom: from, periodTo: to, requestedBy: actor.userId, note, createdAt: now },
    })
    return { output: { id: after.id as EvidencePackId }, changes: { entity: 'evidence_pack', id: after.id, before: null, after }, reason: note }
  },
})
