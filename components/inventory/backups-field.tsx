'use client'

import { X } from 'lucide-react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Select } from '#components/ui/select.tsx'

type BackupsFieldProps = {
  /** Ids separated by commas, in the order in which they are asked. */
  value: string
  onValue: (value: string) => void
  people: readonly { id: string; name: string }[]
  ownerId: string | null
}

const MOST = 10

/** Up to ten people in order: chosen one after the other, each taken away again. */
export function BackupsField({ value, onValue, people, ownerId }: BackupsFieldProps) {
  const ids = value.split(',').filter(Boolean)
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id
  const others = [...new Map(people.map((person) => [person.id, person])).values()].filter(({ id }) => id !== ownerId && !ids.includes(id))
  return (
    <div className="grid gap-2">
      {ids.length > 0 && (
        <ol className="grid gap-1" aria-label="Backups, in the order in which they are asked">
          {ids.map((id, index) => (
            <li key={id} className="flex items-center gap-2 rounded-md border px-2 py-0.5 text-sm">
              <span className="text-muted tabular-nums">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate">{nameOf(id)}</span>
              <IconButton size="sm" label={`Remove ${nameOf(id)}`} icon={<X />} onClick={() => onValue(ids.filter((other) => other !== id).join(','))} />
            </li>
          ))}
        </ol>
      )}
      <Select
        key={value}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        placeholder={ids.length < MOST ? 'Add a person' : 'Ten is the most: make them a team instead'}
        disabled={ids.length >= MOST}
        onValueChange={(id) => onValue([...ids, id].join(','))}
      />
    </div>
  )
}
