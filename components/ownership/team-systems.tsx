'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { TeamPage } from '#lib/ownership/teams/queries.ts'
import { type Action, useAction } from './use-action.ts'

type TeamSystemsProps = {
  team: Pick<TeamPage, 'id' | 'name' | 'systems'>
  systems: readonly { id: string; name: string }[]
  /** Only for admins. */
  give?: Action
}

/** The systems that fall to a team. Props: `team`, `systems` (all there are), `give` (a server action). */
export function TeamSystems({ team, systems, give }: TeamSystemsProps) {
  const { run, problem, pending } = useAction()
  const [chosen, setChosen] = useState<string | null>(null)
  const others = systems.filter(({ id }) => !team.systems.some((system) => system.id === id))
  return (
    <div className="grid gap-3 text-sm">
      {problem && <ErrorSummary message={problem.message} />}
      {team.systems.length === 0 && <p className="text-muted">No system falls to this team.</p>}
      <ul className="grid gap-1 empty:hidden">
        {team.systems.map(({ id, name }) => (
          <li key={id} className="flex flex-wrap items-center gap-3">
            <TextLink href={toRoute(`/systems/${id}`)}>{name}</TextLink>
            {give && (
              <Button
                size="sm"
                variant="quiet"
                pending={pending}
                aria-label={`Take ${name} from the team`}
                onClick={() => run(give, { systemId: id, teamId: null }, `${name} falls to no team any more`)}
              >
                Take away
              </Button>
            )}
          </li>
        ))}
      </ul>
      {give && others.length > 0 && (
        <div className="flex flex-wrap items-end gap-2">
          <Field name="systemId" label="Give a system" required className="w-72">
            <Select
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen}
              placeholder="Choose a system"
              onValueChange={setChosen}
            />
          </Field>
          <Button
            pending={pending}
            disabled={chosen === null}
            onClick={() => {
              run(give, { systemId: chosen, teamId: team.id }, `${others.find(({ id }) => id === chosen)?.name} falls to ${team.name} now`)
              setChosen(null)
            }}
          >
            Give to team
          </Button>
        </div>
      )}
    </div>
  )
}
