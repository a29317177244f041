'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { type Action, useAction } from './use-action.ts'

/** Gives a team another name. Props: `team`, `rename` (a server action). */
export function TeamName({ team, rename }: { team: { id: string; name: string }; rename: Action }) {
  const { run, problem, pending } = useAction()
  const [name, setName] = useState(team.name)
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field name="name" label="Name" required error={problem ? (problem.fields['name'] ?? problem.message) : undefined} className="w-72">
        <Input value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={80} autoComplete="off" />
      </Field>
      <Button pending={pending} onClick={() => run(rename, { id: team.id, name }, 'Team renamed')}>
        Rename team
      </Button>
    </div>
  )
}
