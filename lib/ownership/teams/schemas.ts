import { z } from 'zod'
import { SystemId, TeamId, UserId } from '#lib/core/ids.ts'

const emptyToNull = (value: unknown) => (value === '' || value === undefined ? null : value)
const name = z.string().trim().min(2, 'Give it a name of at least two characters').max(80, 'At most 80 characters')
const people = z.preprocess(
  (raw) => [raw ?? []].flat().filter((id) => id !== ''),
  z
    .array(UserId)
    .max(500, 'At most 500 people at once')
    .transform((ids) => [...new Set(ids)]),
)

export const CreateTeam = z.object({ name, leadId: z.preprocess(emptyToNull, UserId.nullable()), memberIds: people })
export const RenameTeam = z.object({ id: TeamId, name })
export const SetTeamLead = z.object({ id: TeamId, leadId: z.preprocess(emptyToNull, UserId.nullable()) })
/** Who joins and who leaves, at once. */
export const ChangeMembers = z.object({ id: TeamId, add: people, remove: people })
export const SetSystemTeam = z.object({ systemId: SystemId, teamId: z.preprocess(emptyToNull, TeamId.nullable()) })
export const TeamById = z.object({ id: TeamId })
