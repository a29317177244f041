'use client'

import { useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import type { TeamPage } from '#lib/ownership/teams/queries.ts'
import { type Action, useAction } from './use-action.ts'

type TeamMembersProps = {
  team: Pick<TeamPage, 'id' | 'name' | 'lead' | 'members'>
  people: readonly { id: string; name: string; email: string }[]
  /** Whether this person says who is of the team. */
  changes: boolean
  change: Action
  /** Only for admins. */
  chooseLead?: Action
}

/** The people of a team, and who leads it. Props: `team`, `people`, `changes`, `change`, `chooseLead` (server actions). */
export function TeamMembers({ team, people, changes, change, chooseLead }: TeamMembersProps) {
  const { run, problem, pending } = useAction()
  const [chosen, setChosen] = useState<string | null>(null)
  const others = people.filter(({ id }) => !team.members.some((member) => member.id === id))
  return (
    <div className="grid gap-3">
      {problem && (
        <div className="px-4 md:px-6">
          <ErrorSummary message={problem.message} />
        </div>
      )}
      {team.members.length === 0 && <p className="px-4 text-sm text-muted md:px-6">Nobody is of this team, so nobody sees its identities through it.</p>}
      <ul>
        {team.members.map(({ id, name, email, active }) => {
          const leads = team.lead?.id === id
          return (
            <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-1.5 text-sm md:px-6">
              <span className="font-medium">{name}</span>
              <span className="min-w-0 flex-1 truncate text-muted">{email}</span>
              {leads && <Badge tone="info">lead</Badge>}
              {!active && <Badge tone="warn">left</Badge>}
              {chooseLead && !leads && active && (
                <Button
                  size="sm"
                  variant="quiet"
                  pending={pending}
                  aria-label={`Make ${name} the lead`}
                  onClick={() => run(chooseLead, { id: team.id, leadId: id }, `${name} leads ${team.name}`)}
                >
                  Make lead
                </Button>
              )}
              {changes && !leads && (
                <Button
                  size="sm"
                  variant="quiet"
                  pending={pending}
                  aria-label={`Remove ${name} from the team`}
                  onClick={() => run(change, { id: team.id, remove: [id] }, `${name} is not of ${team.name} any more`)}
                >
                  Remove
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {changes && others.length > 0 && (
        <div className="flex flex-wrap items-end gap-2 px-4 md:px-6">
          <Field name="add" label="Add a person" required className="w-72">
            <Select
              options={others.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
              value={chosen}
              placeholder="Choose a person"
              onValueChange={setChosen}
            />
          </Field>
          <Button
            pending={pending}
            disabled={chosen === null}
            onClick={() => {
              run(change, { id: team.id, add: [chosen] }, `${others.find(({ id }) => id === chosen)?.name} is of ${team.name} now`)
              setChosen(null)
            }}
          >
            Add to team
          </Button>
        </div>
      )}
    </div>
  )
}
