import { type Actor, actorKey } from '#lib/core/actor.ts'
import type { Permission } from '#lib/people/permissions.rules.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'

type Entry = { at: Date; actor: Actor; action: Permission; entity: string; id: string; before: Row | null; after: Row | null; reason?: string | null }

/** A line of Tenure's own log as the command of that name would have written it at `at`; an update holds only what changed. */
export function auditEntry({ at, actor, action, entity, id, before, after, reason = null }: Entry): Row {
  return {
    id: sampleId('aud', at, `${action}:${entity}:${id}:${JSON.stringify(after)}`),
    at,
    actor: actorKey(actor),
    actorName: actor.kind === 'system' ? 'Tenure' : actor.name,
    action,
    entity,
    entityId: id,
    reason,
    requestId: null,
    before,
    after,
  }
}
