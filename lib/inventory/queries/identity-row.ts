import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import type { IdentityId, SystemId, TeamId, UserId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { LastUseKnown } from '#lib/systems/discovered.ts'
import { REVISION } from './revision.ts'

const { sql } = Prisma

/** A row of the inventory. */
export type IdentityRow = {
  id: IdentityId
  externalId: string
  name: string
  class: IdentityClass
  system: { id: SystemId; name: string }
  environment: Environment | null
  owner: { id: UserId; name: string } | null
  /** The team that answers for it; `own` is false where it only falls to its system's. */
  team: { id: TeamId; name: string; own: boolean } | null
  purpose: string | null
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUseKnown: LastUseKnown
  privileged: boolean
  governed: boolean
  enabled: boolean
  firstSeenAt: Date
  vanishedAt: Date | null
  /** Those that are there now; entitlements are counted up to 1,000. */
  credentials: number
  entitlements: number
  /** Hand it back with a change, so that a change of somebody else in between is noticed. */
  revision: string
}

/** The row as the database answers it, with names of system and owner beside it. */
export type FlatRow = Omit<IdentityRow, 'system' | 'owner' | 'team'> & {
  systemId: SystemId
  systemName: string
  ownerId: UserId | null
  ownerName: string | null
  teamId: TeamId | null
  teamName: string | null
  teamOwn: boolean
}

export const CREDENTIAL_COUNT = sql`(SELECT count(*)::int FROM credential c WHERE c.identity_id = i.id AND c.vanished_at IS NULL)`
export const ENTITLEMENT_COUNT = sql`(SELECT count(*)::int FROM (SELECT 1 FROM entitlement e WHERE e.identity_id = i.id AND e.vanished_at IS NULL LIMIT 1000) e)`

/** What a row needs of identity `i`, system `s`, owner `u` and team `t`, but for the counts. */
export const ROW_COLUMNS = sql`i.id, i.external_id AS "externalId", i.name, i.class, i.system_id AS "systemId", s.name AS "systemName", i.environment, i.owner_id AS "ownerId", u.name AS "ownerName", t.id AS "teamId", t.name AS "teamName", i.team_id IS NOT NULL AS "teamOwn",
  i.purpose, i.expires_at AS "expiresAt", i.last_used_at AS "lastUsedAt", i.last_use_known AS "lastUseKnown", i.privileged, i.governed, i.enabled, i.first_seen_at AS "firstSeenAt",
  i.vanished_at AS "vanishedAt", ${REVISION} AS revision`

export const JOINED = sql`JOIN system s ON s.id = i.system_id LEFT JOIN app_user u ON u.id = i.owner_id LEFT JOIN team t ON t.id = coalesce(i.team_id, s.team_id)`

export function identityRow({ systemId, systemName, ownerId, ownerName, teamId, teamName, teamOwn, ...row }: FlatRow): IdentityRow {
  return {
    ...row,
    system: { id: systemId, name: systemName },
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    team: teamId === null ? null : { id: teamId, name: teamName ?? '', own: teamOwn },
  }
}
