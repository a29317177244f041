'use client'

import type { ReactNode } from 'react'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Stewards } from '#lib/ownership/queries.ts'
import { BackupsField } from './backups-field.tsx'
import { NobodyOption } from './nobody-option.tsx'
import type { OwnershipAction, Person } from './ownership-action.ts'
import { StewardForm } from './steward-form.tsx'

type StandInsProps = {
  identity: { id: string; name: string; revision: string; owner: { id: string } | null }
  stewards: Pick<Stewards, 'backups' | 'team' | 'sponsor'>
  people: readonly Person[]
  teams: readonly { id: string; name: string }[]
  editable: boolean
  actions: Record<'nameBackups' | 'giveToTeam' | 'nameSponsor' | 'takeBack', OwnershipAction>
}

/** Who stands in for the owner (ten people or one team), and who stands beside them, each changed where it stands. */
export function StandIns({ identity, stewards, people, teams, editable, actions }: StandInsProps) {
  const common = { identity, takeBack: actions.takeBack }
  const choices = people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))
  const edit = {
    backups: (
      <StewardForm
        {...common}
        name="backupIds"
        label="Backups"
        optional
        current={stewards.backups.map(({ id }) => id).join(',')}
        save={actions.nameBackups}
        hint="Up to ten people, in the order in which they are asked. They take the place of a team."
      >
        {(value, onValue) => (
          <BackupsField value={value ?? ''} onValue={onValue} people={[...people, ...stewards.backups]} ownerId={identity.owner?.id ?? null} />
        )}
      </StewardForm>
    ),
    team: (
      <StewardForm
        {...common}
        name="teamId"
        label="Team"
        optional
        current={stewards.team?.own ? stewards.team.id : null}
        save={actions.giveToTeam}
        hint="Its people stand in for the owner. It takes the place of backups."
      >
        {(value, onValue) => (
          <NobodyOption label="No team of its own" value={value} onValue={onValue}>
            <Select options={teams.map(({ id, name }) => ({ value: id, label: name }))} value={value} placeholder="Choose a team" onValueChange={onValue} />
          </NobodyOption>
        )}
      </StewardForm>
    ),
    sponsor: (
      <StewardForm
        {...common}
        name="sponsorId"
        label="Sponsor"
        optional
        current={stewards.sponsor?.id ?? null}
        save={actions.nameSponsor}
        hint="May have it disabled, and edits nothing. Not the owner."
      >
        {(value, onValue) => (
          <NobodyOption label="No sponsor" value={value} onValue={onValue}>
            <Select options={choices} value={value} placeholder="Choose a person" onValueChange={onValue} />
          </NobodyOption>
        )}
      </StewardForm>
    ),
  }
  const line = (detail: ReactNode, control: ReactNode) => (
    <span className="flex items-center gap-2">
      <span className="min-w-0 flex-1">{detail || <span className="text-faint">nobody</span>}</span>
      {editable && control}
    </span>
  )
  return (
    <DefinitionList
      columns={2}
      items={[
        { term: 'Backups', detail: line(stewards.backups.map(withState).join(', '), edit.backups) },
        { term: 'Team', detail: line(teamWords(stewards.team), edit.team) },
        { term: 'Sponsor', detail: line(stewards.sponsor && withState(stewards.sponsor), edit.sponsor) },
      ]}
    />
  )
}

const withState = ({ name, active }: { name: string; active: boolean }) => (active ? name : `${name} (left)`)
const teamWords = (team: Stewards['team']) => team && (team.own ? team.name : `${team.name}, as the team of its system`)
